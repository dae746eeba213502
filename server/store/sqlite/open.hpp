// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/observe.hpp"
#include "store/sealed/incident.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

/// The truth in one SQLite file. Beside `path` stand `-wal`, `-shm`, `.lock`, `.epoch` (marker) and
/// `.erasures` (ledger); the ledger and the key file belong in no backup.
namespace holdfast::store::sqlite {

struct SqliteConfig {
  std::string path;
  vault::KeyringPtr keyring;
  NodeId node;             // random a boot; names the lane of the commit log
  std::size_t readers{2};  // threads that read
};

/// What `verify` found. Each sentence names ids and rows, never words.
struct Findings {
  std::vector<std::string> broken;  // at most kFindingsMost; empty: all is well
  std::uint64_t conversations{0};
  std::uint64_t messages{0};
  std::uint64_t audit_rows{0};
};
inline constexpr std::size_t kFindingsMost = 100;

/// What an operator asks of a running store. Errors of all: Unavailable, Busy.
class SqliteAdmin {
 public:
  virtual ~SqliteAdmin() = default;
  /// An online copy in small steps between commits: whole, consistent, one file of mode 0600 that never
  /// existed before. Holds what was committed until it ends. Gives its bytes. Errors: Invalid (the name is
  /// taken), Unavailable.
  virtual io::Task<Result<std::uint64_t>> backup(std::string path) = 0;
  /// File integrity, seqs dense up to each head, no flag of a seeker's without its escalation, the audit's
  /// chain.
  virtual io::Task<Result<Findings>> verify() = 0;
  /// Wraps every data key and sealed field under the ring's current key, in steps. Gives how many changed.
  /// Afterwards older keys but the first of the key file may go.
  virtual io::Task<Result<std::uint64_t>> rewrap(vault::KeyringPtr ring) = 0;
  virtual io::Task<Result<std::optional<Incident>>> incident(EscalationId id) = 0;
};

class SqliteDatabase : public Store, public SqliteAdmin {};

/// Opens or makes the database: takes the lock, applies migrations, replays the erasure ledger, settles the
/// epoch, starts the writer and the readers. The reactors whose coroutines wait must outlive the store.
/// Errors: Busy (another process holds it), Unsupported (a newer schema), Unavailable; each with a sentence
/// in `why`.
[[nodiscard]] Result<std::unique_ptr<SqliteDatabase>> open_sqlite(SqliteConfig config, EventSink& sink,
                                                                  const Clock& clock, Observer& observer,
                                                                  std::string& why);

/// Puts a backup in the database's place while no server runs: checked whole, erasures replayed, epoch raised
/// above everything acknowledged here. What stood there is kept as `<path>.replaced` until the operator
/// removes it. Gives the new epoch. Errors: Busy, Invalid (no backup, broken, or of another key file),
/// Unsupported, Unavailable; a sentence in `why`.
[[nodiscard]] Result<Epoch> restore_sqlite(const SqliteConfig& config, const std::string& backup,
                                           const Clock& clock, std::string& why);

}  // namespace holdfast::store::sqlite
