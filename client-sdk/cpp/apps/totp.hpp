// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <string>

namespace holdfast::sdk {

/// The six digits an authenticator app would show for an otpauth:// address; empty when it holds no secret.
/// RFC 6238.
[[nodiscard]] std::string totp_code(const std::string& otpauth_address,
                                    std::chrono::system_clock::time_point now);

}  // namespace holdfast::sdk
