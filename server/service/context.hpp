// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <memory>

#include "base/instant.hpp"
#include "base/observe.hpp"
#include "bus/bus.hpp"
#include "crisis/detector.hpp"
#include "identity/identity.hpp"
#include "notify/notifier.hpp"
#include "presence/presence.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace holdfast::service {

class TurnCache;
class KnownLines;

[[nodiscard]] std::shared_ptr<KnownLines> new_known_lines();

/// What stories work with: interfaces only. One for each reactor, because the turn cache is that reactor's
/// own.
struct Context {
  store::Store& store;
  bus::Bus& bus;
  presence::Presence& presence;
  notify::Notifier& notifier;
  identity::Passwords& passwords;
  const vault::Keyring& keyring;  // pepper only; bodies are sealed inside the store
  const Clock& clock;
  Observer& observer;
  TurnCache& turns;
  std::function<std::shared_ptr<const crisis::Detector>()> detector;  // the active one
  NodeId node;
  std::string public_url;  // links in notifications
  /// What an alarm needs while the store is away (P14); filled by the stories themselves.
  std::shared_ptr<KnownLines> known{new_known_lines()};
};

}  // namespace holdfast::service
