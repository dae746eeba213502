// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "api/operator_door.hpp"
#include "store/sqlite/open.hpp"

namespace holdfast::app {

/// What an operator does to an installation on SQLite. Lives on: any reactor.
class SqliteInstallation final : public api::Installation {
 public:
  SqliteInstallation(store::sqlite::SqliteAdmin& database, std::string key_file)
      : database_{database}, key_file_{std::move(key_file)} {}
  io::Task<Outcome> back_up(std::string file) override;
  io::Task<Outcome> rotate_keys() override;
  io::Task<Outcome> verify() override;

 private:
  store::sqlite::SqliteAdmin& database_;
  std::string key_file_;
};

}  // namespace holdfast::app
