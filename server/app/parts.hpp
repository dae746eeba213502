// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/administration_door.hpp"
#include "api/operator_door.hpp"
#include "bus/bus.hpp"
#include "crisis/detector.hpp"
#include "ops/config.hpp"
#include "presence/local/local_presence.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

/// The only place that knows which implementation stands behind an interface.
namespace holdfast::app {

/// `path` empty: the lexicon that is built in. Errors: Invalid with a sentence in `why`.
[[nodiscard]] Result<std::shared_ptr<const crisis::Detector>> load_detector(const std::string& path,
                                                                            std::string& why);

/// The truth and what an operator may do to it; `installation` refers to `store`.
struct Storage {
  std::shared_ptr<store::Store> store;
  std::unique_ptr<api::Installation> installation;
  // Of a database that nodes share; empty for one that is ours alone.
  std::function<Duration()> clock_ahead;       // of this machine's clock before the store's
  std::function<api::Readiness()> durability;  // what losing the database's machine would lose
};
struct StorageParts {
  vault::KeyringPtr keyring;
  const Clock& clock;
  Observer& observer;
  store::EventSink& sink;  // hears every batch that is committed; outlives the store
  NodeId node;
};
/// Opens the data folder under its lock, or connects to PostgreSQL. Errors: Busy (another process has the
/// folder), Unsupported (a newer schema), Unavailable; each with a sentence in `why`.
[[nodiscard]] Result<Storage> open_storage(const ops::Config& config, StorageParts parts, std::string& why);

/// Puts a backup in place of a store that nobody has open. Gives the new epoch. Errors as of open_storage,
/// and Invalid.
[[nodiscard]] Result<Epoch> restore_storage(const ops::Config& config, vault::KeyringPtr keyring,
                                            const Clock& clock, const std::string& backup, std::string& why);

[[nodiscard]] std::unique_ptr<bus::Bus> make_bus();
[[nodiscard]] std::unique_ptr<presence::LocalPresence> make_presence(const Clock& clock, bus::Bus& bus);

}  // namespace holdfast::app
