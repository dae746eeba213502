// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/parts.hpp"

#include <fstream>
#include <iterator>

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

std::string database_path(const ops::Config& config) {
  return config.data + "/holdfast.db";
}

Result<std::unique_ptr<store::Store>> open_store(const ops::Config& config, vault::KeyringPtr keyring,
                                                 const Clock& clock, Observer& observer,
                                                 store::EventSink& sink, NodeId node, std::string& why) {
  store::sqlite::SqliteConfig sqlite;
  sqlite.path = database_path(config);
  sqlite.keyring = std::move(keyring);
  sqlite.node = node;
  return store::sqlite::open_sqlite(std::move(sqlite), sink, clock, observer, why);
}

std::unique_ptr<bus::Bus> make_bus() {
  return std::make_unique<bus::LocalBus>();
}

std::unique_ptr<presence::LocalPresence> make_presence(const Clock& clock, bus::Bus& bus) {
  return std::make_unique<presence::LocalPresence>(clock, bus);
}

}  // namespace holdfast::app
