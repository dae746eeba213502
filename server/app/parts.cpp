// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/parts.hpp"

#include <fstream>
#include <iterator>

#include "app/store_installation.hpp"
#include "base/random.hpp"
#include "bus/local/local_bus.hpp"
#include "crisis/lexicon.hpp"
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

}  // namespace

Result<Storage> open_storage(const ops::Config& config, StorageParts parts, std::string& why) {
  auto opened = store::sqlite::open_sqlite(sqlite_config(config, std::move(parts.keyring), parts.node),
                                           parts.sink, parts.clock, parts.observer, why);
  if (!opened) return opened.error();
  const std::shared_ptr<store::sqlite::SqliteDatabase> database = *std::move(opened);
  return Storage{database, std::make_unique<StoreInstallation>(*database, config.key_path())};
}

Result<Epoch> restore_storage(const ops::Config& config, vault::KeyringPtr keyring, const Clock& clock,
                              const std::string& backup, std::string& why) {
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
