// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <stdexcept>

#include "conformance/store/store_suite.hpp"
#include "store/postgres/open.hpp"
#include "support/real_postgres.hpp"
#include "support/temp_dir.hpp"
#include "vault/vault.hpp"

namespace holdfast::tests {

/// A database of the process's server, and a key file.
class PostgresHome final : public StoreHome {
 public:
  PostgresHome() : database_{RealPostgres::shared().fresh_database()} {
    std::string why;
    const std::string keys = (dir_.path() / "keys").string();
    if (!vault::Keyring::create(keys, why)) throw std::runtime_error{why};
    ring_ = vault::Keyring::load(keys, why).value();
  }
  std::unique_ptr<store::Store> open(store::EventSink& sink, const Clock& clock,
                                     Observer& observer) override {
    auto opened = open_database(config(NodeId{1}), sink, clock, observer);
    stop_the_clock();
    return opened;
  }
  std::unique_ptr<store::postgres::PostgresDatabase> open_database(store::postgres::PostgresConfig config,
                                                                   store::EventSink& sink, const Clock& clock,
                                                                   Observer& observer) {
    std::string why;
    auto opened = store::postgres::open_postgres(std::move(config), sink, clock, observer, why);
    if (!opened) throw std::runtime_error{why};
    return std::move(*opened);
  }
  /// From now on the store's time is the one of the node that asks.
  void stop_the_clock() {
    run("CREATE OR REPLACE FUNCTION store_time(node bigint) RETURNS bigint LANGUAGE sql AS 'SELECT node'");
  }
  std::string everything_stored() override { return RealPostgres::shared().bytes_of(database_); }
  std::string run(const std::string& sql) { return RealPostgres::shared().run(database_, sql); }
  RealPostgres::Session session() { return {RealPostgres::shared(), database_}; }
  [[nodiscard]] store::postgres::PostgresConfig config(NodeId node) const {
    store::postgres::PostgresConfig config;
    config.conninfo = Secret{RealPostgres::shared().conninfo(database_)};
    config.ledger = (dir_.path() / ("node" + std::to_string(node.get()))).string();
    config.keyring = ring_;
    config.node = node;
    config.readers = 2;
    config.in_doubt = std::chrono::seconds{15};  // so that a slow machine is not taken for a silent server
    return config;
  }

 private:
  TempDir dir_;
  std::string database_;
  vault::KeyringPtr ring_;
};

}  // namespace holdfast::tests
