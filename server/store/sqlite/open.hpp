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
#include "store/sealed/admin.hpp"
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

class SqliteDatabase : public Store, public StoreAdmin {};

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
