// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/parts.hpp"

#include <fstream>
#include <iterator>

#include "app/store_installation.hpp"
#include "base/random.hpp"
#include "bus/local/local_bus.hpp"
#include "crisis/lexicon.hpp"
#include "store/postgres/open.hpp"
#include "store/sqlite/open.hpp"

namespace holdfast::app {

Result<std::shared_ptr<const crisis::Detector>> load_detector(const std::string& path, std::string& why) {
  if (path.empty()) return crisis::Detector::compile(crisis::built_in_lexicon(), why);
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    why = path + " cannot be read";
    return refuse(Code::Invalid);
  }
  const std::string words{std::istreambuf_iterator<char>{file}, {}};
  auto detector = crisis::Detector::compile(words, why);
  if (!detector) why = path + ": " + why;
  return detector;
}

namespace {

store::sqlite::SqliteConfig sqlite_config(const ops::Config& config, vault::KeyringPtr keyring, NodeId node) {
  store::sqlite::SqliteConfig sqlite;
  sqlite.path = config.data + "/holdfast.db";
  sqlite.keyring = std::move(keyring);
  sqlite.node = node;
  return sqlite;
}

api::Readiness durability_of(const store::postgres::PostgresDatabase& database, bool asked) {
  api::Readiness part{"durability", "", "synchronous: a standby has what was acknowledged"};
  switch (database.standby()) {
    case store::postgres::Standby::Synchronous: break;
    case store::postgres::Standby::Unknown: part.said = "unknown until the database answers"; break;
    case store::postgres::Standby::Asynchronous:
      part.said = "asynchronous: losing the database machine may lose the last of what was acknowledged";
      if (asked) {
        part.why =
            "asynchronous, though store.synchronous asks for more: set synchronous_standby_names on the "
            "PostgreSQL server";
      }
  }
  return part;
}

Result<Storage> open_postgres(const ops::Config& config, StorageParts parts, std::string& why) {
  store::postgres::PostgresConfig postgres;
  postgres.conninfo = config.postgres;
  postgres.ledger = config.data + "/holdfast";
  postgres.keyring = std::move(parts.keyring);
  postgres.node = parts.node;
  auto opened =
      store::postgres::open_postgres(std::move(postgres), parts.sink, parts.clock, parts.observer, why);
  if (!opened) return opened.error();
  const std::shared_ptr<store::postgres::PostgresDatabase> database = *std::move(opened);
  // Whoever asks later does not keep the store alive: it ends before what it publishes to.
  const std::weak_ptr<store::postgres::PostgresDatabase> there = database;
  Storage storage{database, std::make_unique<StoreInstallation>(*database, config.key_path()), {}, {}};
  storage.clock_ahead = [there] {
    const auto known = there.lock();
    return known ? known->clock_ahead() : Duration{};
  };
  storage.durability = [there, asked = config.synchronous] {
    const auto known = there.lock();
    return known ? durability_of(*known, asked) : api::Readiness{"durability", "closed"};
  };
  return storage;
}

}  // namespace

Result<Storage> open_storage(const ops::Config& config, StorageParts parts, std::string& why) {
  if (!config.postgres.empty()) return open_postgres(config, std::move(parts), why);
  auto opened = store::sqlite::open_sqlite(sqlite_config(config, std::move(parts.keyring), parts.node),
                                           parts.sink, parts.clock, parts.observer, why);
  if (!opened) return opened.error();
  const std::shared_ptr<store::sqlite::SqliteDatabase> database = *std::move(opened);
  return Storage{database, std::make_unique<StoreInstallation>(*database, config.key_path()), {}, {}};
}

Result<Epoch> restore_storage(const ops::Config& config, vault::KeyringPtr keyring, const Clock& clock,
                              const std::string& backup, std::string& why) {
  if (!config.postgres.empty()) {
    why = "restore PostgreSQL with its own tools; the next start notices and tells clients";
    return refuse(Code::Unsupported);
  }
  return store::sqlite::restore_sqlite(sqlite_config(config, std::move(keyring), fresh_id<NodeId>()), backup,
                                       clock, why);
}

std::unique_ptr<bus::Bus> make_bus() {
  return std::make_unique<bus::LocalBus>();
}

std::unique_ptr<presence::LocalPresence> make_presence(const Clock& clock, bus::Bus& bus) {
  return std::make_unique<presence::LocalPresence>(clock, bus);
}

}  // namespace holdfast::app
