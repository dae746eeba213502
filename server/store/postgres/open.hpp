// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/instant.hpp"
#include "base/observe.hpp"
#include "base/secret.hpp"
#include "domain/limits.hpp"
#include "store/sealed/admin.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

/// The truth in a PostgreSQL database that many nodes share.
namespace holdfast::store::postgres {

struct PostgresConfig {
  Secret conninfo;     // as libpq takes it; several hosts are tried in turn for the one that takes writes
  std::string ledger;  // `<ledger>.erasures`: what was erased from here, kept apart from any backup
  vault::KeyringPtr keyring;
  NodeId node;             // random a boot; names the node's lanes in the commit log
  std::size_t lanes{4};    // connections that commit; conversations are hashed to them
  std::size_t readers{4};  // connections that read
  std::chrono::milliseconds in_doubt{limits::kInDoubt};  // a caller is answered by then
};

/// What the server promises about what it acknowledged.
enum class Standby : std::uint8_t {
  Unknown,       // not asked yet, or not reached
  Asynchronous,  // losing the machine may lose the last of what was acknowledged
  Synchronous,   // a commit is acknowledged only when a standby has it
};

class PostgresDatabase : public Store, public StoreAdmin {
 public:
  [[nodiscard]] virtual Standby standby() const = 0;
  /// How far this machine's own clock is from the database's, by the last probe. Nodes that go by their clock
  /// less this agree on what is due.
  [[nodiscard]] virtual Duration clock_ahead() const = 0;
};

/// Connects, applies migrations under a lock that nodes starting together share, settles the epoch, starts
/// lanes and readers. The reactors whose coroutines wait must outlive the store. Errors: Unavailable (cannot
/// be reached or refuses us), Unsupported (a newer schema, an older server); each with a sentence in `why`.
[[nodiscard]] Result<std::unique_ptr<PostgresDatabase>> open_postgres(PostgresConfig config, EventSink& sink,
                                                                      const Clock& clock, Observer& observer,
                                                                      std::string& why);

}  // namespace holdfast::store::postgres
