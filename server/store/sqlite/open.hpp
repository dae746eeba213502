// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/instant.hpp"
#include "base/observe.hpp"
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

/// Opens or makes the database: takes the lock, applies migrations, replays the erasure ledger, settles the
/// epoch, starts the writer and the readers. The reactors whose coroutines wait must outlive the store.
/// Errors: Busy (another process holds it), Unsupported (a newer schema), Unavailable; each with a sentence
/// in `why`.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite(SqliteConfig config, EventSink& sink,
                                                         const Clock& clock, Observer& observer,
                                                         std::string& why);

}  // namespace holdfast::store::sqlite
