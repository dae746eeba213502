// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/schema.hpp"

namespace holdfast::store::sqlite {

namespace {

void migrate(Connection& db, std::size_t from) {
  for (std::size_t next = from; next < migrations().size(); ++next) {
    db.execute("BEGIN IMMEDIATE");
    db.execute(migrations()[next]);
    db.execute(("PRAGMA user_version=" + std::to_string(next + 1)).c_str());
    db.execute("COMMIT");
  }
}

}  // namespace

Result<void> prepare_writer(Connection& db, std::string& why) {
  // page_size must stand before the first page is written. 16 MB of cache: a larger one costs CPU at every
  // commit.
  db.execute(
      "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;"
      "PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA "
      "trusted_schema=OFF;");
  std::size_t version = 0;
  {
    Query query{db, "PRAGMA user_version"};
    if (query.row()) version = query.at<std::size_t>(0);
  }
  if (version > migrations().size()) {
    why = "The database has schema " + std::to_string(version) + ", this server knows " +
          std::to_string(migrations().size()) + ": it was written by a newer version. Start that one.";
    return refuse(Code::Unsupported);
  }
  migrate(db, version);
  return {};
}

std::optional<std::int64_t> meta_number(Connection& db, const char* name) {
  Query query{db, "SELECT value FROM meta WHERE name=CAST(?1 AS TEXT)", std::string_view{name}};
  if (!query.row()) return std::nullopt;
  return query.integer(0);
}

void set_meta(Connection& db, const char* name, std::int64_t value) {
  run(db,
      "INSERT INTO meta VALUES(CAST(?1 AS TEXT), ?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
      std::string_view{name}, value);
}

}  // namespace holdfast::store::sqlite
