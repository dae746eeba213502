// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/offline.hpp"

#include <filesystem>
#include <iostream>

#include "vault/vault.hpp"

namespace holdfast::app {

int init_installation(const ops::Config& config) {
  std::error_code failed;
  std::filesystem::create_directories(config.data, failed);
  if (!failed) std::filesystem::permissions(config.data, std::filesystem::perms::owner_all, failed);
  if (failed) {
    std::cerr << config.data << ": " << failed.message() << '\n';
    return 1;
  }
  std::string why;
  if (!vault::Keyring::create(config.key_path(), why)) {
    std::cerr << "holdfast: " << why << '\n';
    return 1;
  }
  std::cout << "made " << config.key_path() << "; keep a copy apart from the backups\n";
  return 0;
}

}  // namespace holdfast::app
