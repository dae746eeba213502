// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/server.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr std::int64_t kMigrating = 0x686f6c6466617374;    // "holdfast"; the lock nodes that start share
constexpr auto kMigrationWait = std::chrono::seconds{60};  // another node's migration ends by then

std::size_t schema_of(Connection& db) {
  if (Rows there = db.ask("SELECT to_regclass('meta') IS NOT NULL"); !there.row() || there.integer(0) == 0)
    return 0;
  Rows version = db.ask("SELECT value FROM meta WHERE name='schema'");
  return version.row() ? version.at<std::size_t>(0) : 0;
}

}  // namespace

Result<void> migrate(Connection& db, std::string& why) {
  db.give_up_at(std::chrono::steady_clock::now() + kMigrationWait);
  db.execute("SET lock_timeout=0");
  static_cast<void>(db.ask("SELECT pg_advisory_lock($1)", kMigrating));  // until this connection ends
  const std::size_t from = schema_of(db);
  if (from > migrations().size()) {
    why = "The database has schema " + std::to_string(from) + ", this server knows " +
          std::to_string(migrations().size()) + ": it was written by a newer version. Start that one.";
    return refuse(Code::Unsupported);
  }
  for (std::size_t next = from; next < migrations().size(); ++next) {
    const std::string version = std::to_string(next + 1);
    db.execute("BEGIN;" + std::string{migrations()[next]} + "INSERT INTO meta VALUES('schema'," + version +
               ") ON CONFLICT(name) DO UPDATE SET value=excluded.value;COMMIT");
  }
  return {};
}

}  // namespace holdfast::store::postgres
