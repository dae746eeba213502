// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "conformance/store/store_suite.hpp"
#include "store/sqlite/open.hpp"
#include "support/temp_dir.hpp"
#include "vault/vault.hpp"

namespace holdfast::tests {

/// A folder with a key file and one database.
class SqliteHome final : public StoreHome {
 public:
  SqliteHome() {
    std::string why;
    if (!vault::Keyring::create(key_path(), why)) throw std::runtime_error{why};
    load_keys();
  }
  std::unique_ptr<store::Store> open(store::EventSink& sink, const Clock& clock,
                                     Observer& observer) override {
    auto opened = store::sqlite::open_sqlite(config(), sink, clock, observer, why_);
    if (!opened) throw std::runtime_error{why_};
    return std::move(*opened);
  }
  std::string everything_stored() override {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator{dir_.path()}) {
      std::ifstream in{entry.path(), std::ios::binary};
      all.append(std::istreambuf_iterator<char>{in}, {});
    }
    return all;
  }
  void load_keys() { ring_ = vault::Keyring::load(key_path(), why_).value(); }
  [[nodiscard]] vault::KeyringPtr ring() const { return ring_; }
  [[nodiscard]] std::string path() const { return (dir_.path() / "holdfast.db").string(); }
  [[nodiscard]] std::string key_path() const { return (dir_.path() / "keys").string(); }
  [[nodiscard]] std::filesystem::path folder() const { return dir_.path(); }
  [[nodiscard]] store::sqlite::SqliteConfig config() const { return {path(), ring_, NodeId{1}, 2}; }

 private:
  TempDir dir_;
  vault::KeyringPtr ring_;
  std::string why_;
};

}  // namespace holdfast::tests
