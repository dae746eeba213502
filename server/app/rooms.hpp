// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <vector>

#include "api/administration_door.hpp"
#include "api/operator_door.hpp"
#include "api/public_door.hpp"
#include "app/app.hpp"
#include "app/parts.hpp"
#include "app/reactor_context.hpp"
#include "app/store_time.hpp"
#include "base/random.hpp"
#include "gateway/server.hpp"
#include "gateway/sessions.hpp"
#include "hub/hub.hpp"
#include "notify/http/heartbeat.hpp"
#include "notify/http/http_notifier.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "tasks/runner.hpp"

namespace holdfast::app {

/// Every part of a running server, in the order they are built; destroyed from the last. What a part refers
/// to stands above it.
struct App::Rooms {
  explicit Rooms(const ops::Config& config) : log{config.log_level} {}

  ops::Log log;
  ops::Counters counters;
  ops::Metrics metrics{counters};
  StoreTime truth;
  tasks::AnchoredClock clock{truth};                      // what everything here goes by: it never jumps
  NodeId node{fresh_id<NodeId>()};                        // random a boot: only the store survives it
  std::unique_ptr<io::Reactors> reactors;                 // a thread each; all that waits lives on them
  vault::KeyringPtr keyring;                              // the installation's keys
  std::shared_ptr<const crisis::Detector> detector;       // the words it watches for
  std::unique_ptr<bus::Bus> bus;                          // where committed batches go out …
  std::unique_ptr<hub::Hub> hub;                          // … and how they reach this node's listeners
  std::unique_ptr<presence::LocalPresence> presence;      // who is here
  Storage storage;                                        // the truth; publishes to the bus
  std::unique_ptr<identity::Passwords> passwords;         // Argon2id, on threads of its own
  std::unique_ptr<notify::HttpNotifier> notifier;         // the way outside
  std::vector<std::unique_ptr<ReactorContext>> contexts;  // what stories work with, one a reactor
  std::unique_ptr<tasks::Runner> tasks;                   // what falls due; on the first reactor
  std::unique_ptr<notify::Heartbeat> heartbeat;           // says outside that all is well
  std::unique_ptr<api::PublicDoor> public_door;
  std::unique_ptr<api::AdministrationDoor> administration_door;
  std::unique_ptr<api::OperatorDoor> operator_door;
  std::unique_ptr<gateway::Sessions> sessions;             // everyone who is signed in over a socket
  std::unique_ptr<gateway::Server> public_server;          // people's apps
  std::unique_ptr<gateway::Server> administration_server;  // machines that watch
  std::unique_ptr<gateway::Server> operator_server;        // holdfast admin
};

}  // namespace holdfast::app
