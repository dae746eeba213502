// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <string_view>

#include "notify/notifier.hpp"

/// What leaves the house, and how the receiver knows that it is ours.
namespace holdfast::notify {

/// {"key","level","line","link","at"}: nothing that says who, what or where (O10). `at` is RFC 3339, UTC.
[[nodiscard]] std::string body_of(const Notification& notification);

/// Value of `X-Holdfast-Signature`: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">. The time is
/// signed too, so that a receiver can refuse what is old.
[[nodiscard]] std::string signature_of(std::string_view key, Instant now, std::string_view body);

}  // namespace holdfast::notify
