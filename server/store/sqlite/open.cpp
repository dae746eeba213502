// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/open.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/random.hpp"
#include "domain/limits.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/sqlite_store.hpp"

namespace holdfast::store::sqlite {

namespace {

struct Identity {
  std::uint64_t store{0};
  Epoch epoch;
};

// The epoch rises whenever the database may know less than was acknowledged here: restored, copied, or moved
// without its marker.
std::uint64_t epoch_after(const Marker& database, const std::optional<Marker>& marker, bool fresh) {
  if (!marker) return fresh ? 1 : database.epoch + 1;
  const bool same = !fresh && marker->store == database.store && marker->epoch == database.epoch &&
                    marker->commit <= database.commit;
  return same ? database.epoch : std::max(marker->epoch, database.epoch) + 1;
}

Identity settle_identity(Connection& db, const std::string& path) {
  Marker known;
  const auto store = meta_number(db, "store");
  known.store = store ? static_cast<std::uint64_t>(*store) : random_id63();
  known.epoch = static_cast<std::uint64_t>(meta_number(db, "epoch").value_or(0));
  {
    Query query{db, "SELECT max(id) FROM commit_log"};
    if (query.row()) known.commit = query.integer(0);
  }
  const std::uint64_t epoch = epoch_after(known, read_marker(path), !store);
  if (epoch != known.epoch) {
    db.execute("BEGIN IMMEDIATE");
    set_meta(db, "store", static_cast<std::int64_t>(known.store));
    set_meta(db, "epoch", static_cast<std::int64_t>(epoch));
    db.execute("COMMIT");
  }
  if (!write_marker(path, {known.store, epoch, known.commit}, Durable::Yes)) throw SqliteError{10};
  return {known.store, Epoch{epoch}};
}

Result<std::unique_ptr<SqliteDatabase>> assemble(SqliteConfig config, File lock, EventSink& sink,
                                                 const Clock& clock, Observer& observer, std::string& why) {
  auto db = std::make_unique<Connection>(config.path, Connection::Mode::ReadWrite);
  ::chmod(config.path.c_str(), 0600);  // before the first row; -wal and -shm take it over
  auto prepared = prepare_writer(*db, why);
  if (!prepared) return prepared.error();
  auto ledger = Ledger::open(config.path, why);
  if (!ledger) return ledger.error();
  replay(*db, *ledger);
  if (!ledger->drop_before(clock.wall() - 2 * limits::kBackupLife)) return refuse(Code::Unavailable);
  const Identity identity = settle_identity(*db, config.path);

  SqliteStore::Parts parts;
  parts.path = config.path;
  parts.lock = std::move(lock);
  parts.epoch = identity.epoch;
  parts.keys = std::make_unique<KeyCache>(config.keyring);
  parts.readers = std::make_unique<Readers>(config.path, std::max<std::size_t>(1, config.readers));
  Readers* const readers = parts.readers.get();
  Writer::Parts writer{config.path,
                       std::move(db),
                       std::make_unique<Ledger>(std::move(*ledger)),
                       *parts.keys,
                       sink,
                       clock,
                       observer,
                       config.node,
                       identity.store,
                       identity.epoch,
                       [readers] { readers->cut(); }};
  parts.writer = std::make_unique<Writer>(std::move(writer));
  return std::unique_ptr<SqliteDatabase>{std::make_unique<SqliteStore>(std::move(parts))};
}

}  // namespace

Result<std::unique_ptr<SqliteDatabase>> open_sqlite(SqliteConfig config, EventSink& sink, const Clock& clock,
                                                    Observer& observer, std::string& why) {
  const std::string path = config.path;
  auto lock = lock_database(path, why);
  if (!lock) return lock.error();
  try {
    auto opened = assemble(std::move(config), std::move(*lock), sink, clock, observer, why);
    if (!opened && why.empty()) why = "The database " + path + " cannot be opened.";
    return opened;
  } catch (const SqliteError& error) {
    why = "The database " + path + " cannot be opened (" + error.what() + ").";
    return refuse(Code::Unavailable);
  }
}

}  // namespace holdfast::store::sqlite
