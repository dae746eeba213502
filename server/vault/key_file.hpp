// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace holdfast::vault {

struct InstallationKey {
  std::string id;   // 1 to 32 of [a-z0-9]
  std::string key;  // 32 bytes
};

/// The key file as text lines `id base64`. Errors: Invalid with a sentence in `why`, never a key in it.
[[nodiscard]] Result<std::vector<InstallationKey>> read_key_file(const std::string& path, std::string& why);
enum class Existing { Refuse, Replace };
/// Whole or not at all: a temporary file, fsync, then link or rename.
[[nodiscard]] Result<void> write_key_file(const std::string& path, const std::vector<InstallationKey>& keys,
                                          Existing existing, std::string& why);

}  // namespace holdfast::vault
