// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "ops/config.hpp"

/// What `holdfast admin` does to an installation whose server is down. All give an exit code and say on
/// stdout what was done, on stderr what was not.
namespace holdfast::app {

/// Makes the data folder and a key file; refuses to touch keys that exist.
[[nodiscard]] int init_installation(const ops::Config& config);
/// Prints the key that signs webhooks, as hex in JSON: receivers check X-Holdfast-Signature with it.
[[nodiscard]] int show_webhook_key(const ops::Config& config);
[[nodiscard]] int verify_offline(const ops::Config& config);
/// Puts the backup in place and bumps the epoch, so that clients learn that messages may be gone.
[[nodiscard]] int restore_offline(const ops::Config& config, const std::string& backup);

}  // namespace holdfast::app
