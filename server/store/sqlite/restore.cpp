// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "store/sealed/files.hpp"
#include "store/sealed/key_cache.hpp"
#include "store/sealed/ledger.hpp"
#include "store/sqlite/audit.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/open.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/verify.hpp"

namespace holdfast::store::sqlite {

namespace {

namespace fs = std::filesystem;

Error invalid(std::string& why, std::string sentence) {
  why = std::move(sentence);
  return refuse(Code::Invalid);
}

bool keys_fit(Connection& db, const vault::Keyring& ring) {
  Query query{db, "SELECT conversation, wrapped FROM data_key LIMIT 1"};
  return !query.row() || ring.unwrap(query.at<ConversationId>(0), query.view(1)).has_value();
}

// The epoch of what stands here now, if it can still be read.
std::uint64_t epoch_here(const std::string& path) {
  std::uint64_t epoch = 0;
  if (const auto marker = read_marker(path)) epoch = marker->epoch;
  if (!fs::exists(path)) return epoch;
  try {
    Connection db{path, Connection::Mode::ReadWrite};
    epoch = std::max(epoch, static_cast<std::uint64_t>(meta_number(db, "epoch").value_or(0)));
  } catch (const SqliteError&) {
    // A damaged database is a reason to restore; its marker has to do.
  }
  return epoch;
}

// Checks the copy and makes it the next epoch of this place. Gives its marker.
Result<Marker> make_ready(const std::string& copy, const SqliteConfig& config, std::uint64_t epoch,
                          const Ledger& ledger, Instant now, std::string& why) {
  Connection db{copy, Connection::Mode::ReadWrite};
  if (!integrity(db).empty()) return invalid(why, "The backup is damaged.");
  auto prepared = prepare_writer(db, why);
  if (!prepared) return prepared.error();
  const auto store = meta_number(db, "store");
  if (!store) return invalid(why, "This file is no backup of a store.");
  if (!keys_fit(db, *config.keyring)) return invalid(why, "The key file does not open this backup.");
  replay(db, ledger);
  Marker marker;
  marker.store = static_cast<std::uint64_t>(*store);
  marker.epoch = std::max(epoch, static_cast<std::uint64_t>(meta_number(db, "epoch").value_or(0))) + 1;
  db.execute("BEGIN IMMEDIATE");
  set_meta(db, "epoch", static_cast<std::int64_t>(marker.epoch));
  append_audit(db, {now, {}, {}, domain::AuditAction::Restored, 0, marker.epoch});
  db.execute("COMMIT");
  {
    Query query{db, "SELECT max(id) FROM commit_log"};
    if (query.row()) marker.commit = query.integer(0);
  }
  db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  return marker;
}

bool move_aside(const std::string& path) {
  std::error_code failed;
  for (const char* part : {"", "-wal", ".audit"}) {
    if (!fs::exists(path + part)) continue;
    fs::rename(path + part, path + ".replaced" + part, failed);
    if (failed) return false;
  }
  fs::remove(path + "-shm", failed);
  return true;
}

}  // namespace

Result<Epoch> restore_sqlite(const SqliteConfig& config, const std::string& backup, const Clock& clock,
                             std::string& why) {
  auto lock = lock_database(config.path, why);
  if (!lock) return lock.error();
  auto ledger = Ledger::open(config.path, why);
  if (!ledger) return ledger.error();
  const std::string copy = config.path + ".restoring";
  std::error_code failed;
  fs::copy_file(backup, copy, fs::copy_options::overwrite_existing, failed);
  if (failed) return invalid(why, "The backup cannot be read or there is no room for it.");
  ::chmod(copy.c_str(), 0600);
  auto marker = [&]() -> Result<Marker> {
    try {
      return make_ready(copy, config, epoch_here(config.path), *ledger, clock.wall(), why);
    } catch (const SqliteError&) {
      return invalid(why, "The backup is damaged or no database.");
    }
  }();
  if (!marker) {
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(copy + part, failed);
    return marker.error();
  }
  if (!move_aside(config.path) || std::rename(copy.c_str(), config.path.c_str()) != 0 ||
      !sync_folder_of(config.path) || !write_marker(config.path, *marker, Durable::Yes)) {
    why = "The restored database cannot be put in its place.";
    return refuse(Code::Unavailable);
  }
  return Epoch{marker->epoch};
}

}  // namespace holdfast::store::sqlite
