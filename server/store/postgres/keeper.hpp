// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "store/postgres/server.hpp"

namespace holdfast::store::postgres {

/// What someone must do each second: a small write that shows the server takes writes, what it promises of
/// standbys, how far our clock is off, the audit's chain, and the pruning of the commit log. A thread and a
/// connection of its own.
class Keeper {
 public:
  Keeper(Server& server, const Clock& clock);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

 private:
  void run();
  void turn();
  void probe(Connection& db);
  void prune(Connection& db);

  Server& server_;
  const Clock& clock_;
  std::unique_ptr<Connection> db_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_{false};
  std::thread thread_;
};

}  // namespace holdfast::store::postgres
