// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/postgres/connection.hpp"
#include "store/postgres/open.hpp"
#include "store/sealed/ledger.hpp"

namespace holdfast::store::postgres {

/// What all connections of a store share about the server. Any thread.
struct Server {
  std::string conninfo;
  NodeId node;
  std::chrono::milliseconds in_doubt{limits::kInDoubt};
  std::atomic<bool> writable{true};
  std::atomic<std::uint64_t> epoch{0};
  std::atomic<Standby> standby{Standby::Unknown};
  std::atomic<std::int64_t> clock_ahead{0};  // microseconds
  std::atomic<bool> ending{false};

  /// Into the ledger, which no backup of the database contains, and onto the disk. False when it cannot be:
  /// an erasure that is durable only in the database would be lost with it.
  [[nodiscard]] bool remember(const std::vector<Erasure>& erasures);

  std::mutex ledger_mutex;
  std::unique_ptr<Ledger> ledger;
};

/// A connection that serves this store: in a session that lets go of locks when the node pauses, never
/// acknowledges before the log is on disk, and with the epoch settled, since this may be another server than
/// before. Null when there is none; a sentence in `why`.
[[nodiscard]] std::unique_ptr<Connection> connect(Server& server, const std::string& role, std::string& why);

/// The epoch rises when the database's history branched: a standby was promoted, a backup was rolled forward,
/// a dump was loaded.
void settle_epoch(Connection& db, Server& server);
/// How far this machine's own clock is from the database's.
void compare_clocks(Connection& db, Server& server);

/// Applies what is missing. Errors: Unsupported for a newer schema, with a sentence in `why`.
[[nodiscard]] Result<void> migrate(Connection& db, std::string& why);
[[nodiscard]] const std::vector<const char*>& migrations();

}  // namespace holdfast::store::postgres
