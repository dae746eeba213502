// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "api/operator_door.hpp"
#include "store/sealed/admin.hpp"

namespace holdfast::app {

/// What an operator does to the installation. Lives on: any reactor.
class StoreInstallation final : public api::Installation {
 public:
  StoreInstallation(store::StoreAdmin& database, std::string key_file)
      : database_{database}, key_file_{std::move(key_file)} {}
  io::Task<Outcome> back_up(std::string file) override;
  io::Task<Outcome> rotate_keys() override;
  io::Task<Outcome> verify() override;

 private:
  store::StoreAdmin& database_;
  std::string key_file_;
};

}  // namespace holdfast::app
