// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace holdfast::store::sqlite {

namespace {

void must(int code) {
  if (code != SQLITE_OK) throw SqliteError{code};
}

}  // namespace

SqliteError::SqliteError(int code)
    : std::runtime_error{"sqlite result " + std::to_string(code)}, code_{code} {}

bool SqliteError::storage() const noexcept {
  const int primary = code_ & 0xFF;
  return primary == SQLITE_FULL || primary == SQLITE_IOERR || primary == SQLITE_READONLY ||
         primary == SQLITE_CANTOPEN || primary == SQLITE_NOMEM || primary == SQLITE_BUSY ||
         primary == SQLITE_INTERRUPT;
}

bool SqliteError::sync_failed() const noexcept {
  return code_ == SQLITE_IOERR_FSYNC || code_ == SQLITE_IOERR_DIR_FSYNC;
}

Connection::Connection(const std::string& path, Mode mode) {
  const int flags =
      mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code =
      sqlite3_open_v2(path.c_str(), &db_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close_v2(db_);
    throw SqliteError{code};
  }
  if (mode == Mode::ReadOnly) {
    // Debian's 3.40.1 can lose a commit when two connections checkpoint at once: only the writer ever does.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_busy_timeout(db_, 1000);
  }
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

void Connection::execute(const char* sql) {
  must(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr));
}

sqlite3_stmt* Connection::prepared(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr)
    must(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  return statement;
}

std::int64_t Connection::changes() const {
  return sqlite3_changes64(db_);
}
bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(db_) == 0;
}
void Connection::interrupt() {
  sqlite3_interrupt(db_);
}

void bind_integer(sqlite3_stmt* statement, int at, std::int64_t value) {
  must(sqlite3_bind_int64(statement, at, value));
}

void bind_bytes(sqlite3_stmt* statement, int at, std::string_view value, Lifetime lifetime) {
  // An empty view may hold a null pointer, which SQLite would take for NULL.
  const char* const bytes = value.data() == nullptr ? "" : value.data();
  must(sqlite3_bind_blob64(statement, at, bytes, value.size(),
                           lifetime == Lifetime::Copied ? SQLITE_TRANSIENT : SQLITE_STATIC));
}

void bind_null(sqlite3_stmt* statement, int at) {
  must(sqlite3_bind_null(statement, at));
}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::row() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw SqliteError{code};
  return false;
}

std::int64_t Query::integer(int at) const {
  return sqlite3_column_int64(statement_, at);
}

std::string_view Query::view(int at) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_, at));
  return bytes == nullptr
             ? std::string_view{}
             : std::string_view{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, at))};
}

bool Query::null(int at) const {
  return sqlite3_column_type(statement_, at) == SQLITE_NULL;
}

void Query::get(int at, ClientMessageId& value) {
  const std::string_view bytes = view(at);
  value = {};
  std::copy_n(bytes.begin(), std::min(bytes.size(), value.bytes.size()), value.bytes.begin());
}

void run_bound(Connection&, sqlite3_stmt* statement) {
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (code != SQLITE_DONE) throw SqliteError{code};
}

Snapshot::Snapshot(Connection& db) : db_{db} {
  run(db_, "BEGIN");
}

Snapshot::~Snapshot() {
  if (db_.in_transaction()) sqlite3_exec(db_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace holdfast::store::sqlite
