// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <vector>

namespace holdfast::store::postgres {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

void say_nothing(void*, const char*) {}  // a notice may quote content

std::string first_line(const char* text) {
  const std::string whole{text};
  return whole.substr(0, whole.find('\n'));
}

std::string sqlstate_of(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

}  // namespace

void Connection::Finish::operator()(pg_conn* raw) const {
  PQfinish(raw);
}

Connection::Connection(pg_conn* raw) : raw_{raw} {}
Connection::~Connection() = default;

// What stands before dbname may be overruled by the address, what stands behind it may not. Half-open
// connections are noticed within about ten seconds; a host that does not answer is passed over after two.
std::unique_ptr<Connection> Connection::open(const Address& address, std::string& why) {
  const char* const names[] = {"target_session_attrs",
                               "connect_timeout",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "tcp_user_timeout",
                               "dbname",
                               "application_name",
                               "client_encoding",
                               nullptr};
  const char* const values[] = {
      "read-write", "2", "4", "2", "3", "10000", address.conninfo.c_str(), address.name.c_str(),
      "SQL_ASCII",  // bytes are bytes
      nullptr};
  std::unique_ptr<Connection> made{new Connection{PQconnectdbParams(names, values, 1)}};
  PGconn* const raw = made->raw_.get();
  if (PQstatus(raw) != CONNECTION_OK) {
    why = first_line(PQerrorMessage(raw));
    return nullptr;
  }
  PQsetNoticeProcessor(raw, &say_nothing, nullptr);
  if (PQsetnonblocking(raw, 1) != 0 || PQenterPipelineMode(raw) != 1) {
    why = first_line(PQerrorMessage(raw));
    return nullptr;
  }
  return made;
}

void Connection::must(int ok) const {
  if (ok != 1) throw PgError{""};
}

void Connection::send_prepared(const char* sql, const Args& args) {
  std::string& name = prepared_[sql];
  if (name.empty()) {
    name = "s" + std::to_string(++statements_);
    must(PQsendPrepare(raw_.get(), name.c_str(), sql, 0, nullptr));
    expected_.push_back({Sent::Prepare, sql});
  }
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Args::Value& value : args.values()) {
    values.push_back(value.null ? nullptr : value.bytes.data());
    lengths.push_back(static_cast<int>(value.bytes.size()));
    formats.push_back(value.binary ? 1 : 0);
  }
  must(PQsendQueryPrepared(raw_.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                           lengths.data(), formats.data(), 1));
  expected_.push_back({Sent::Statement, sql});
}

void Connection::sync() {
  must(PQpipelineSync(raw_.get()));
  expected_.push_back({Sent::Sync, nullptr});
  flush();
}

void Connection::wait(short events) {
  const auto left = std::chrono::ceil<milliseconds>(deadline_ - steady_clock::now());
  if (left.count() <= 0) throw PgError{""};
  pollfd polled{PQsocket(raw_.get()), events, 0};
  constexpr milliseconds kMost{std::numeric_limits<int>::max()};
  const int ready = ::poll(&polled, 1, static_cast<int>(std::min(left, kMost).count()));
  if (ready < 0 && errno != EINTR) throw PgError{""};
}

void Connection::flush() {
  for (;;) {
    const int left = PQflush(raw_.get());
    if (left < 0) throw PgError{""};
    if (left == 0) return;
    wait(POLLIN | POLLOUT);  // the server may have to be read before it takes more
    must(PQconsumeInput(raw_.get()));
  }
}

// The next result, or null at the end of one statement's.
pg_result* Connection::read() {
  while (PQisBusy(raw_.get()) != 0) {
    wait(POLLIN);
    must(PQconsumeInput(raw_.get()));
  }
  return PQgetResult(raw_.get());
}

Rows Connection::next() {
  for (;;) {
    if (expected_.empty()) throw PgError{""};
    const Expected expected = expected_.front();
    pg_result* const result = read();
    if (result == nullptr) throw PgError{""};
    Rows rows{result};
    const ExecStatusType status = PQresultStatus(result);
    expected_.pop_front();
    const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (expected.what == Sent::Prepare && !good) prepared_.erase(expected.sql);
    if (expected.what != Sent::Sync) {
      while (pg_result* const more = read()) PQclear(more);
    }
    if (!good) {
      const std::string state = sqlstate_of(result);
      // A FATAL error arrives as a result too; an aborted pipeline has no state, but was told of before.
      throw PgError{status == PGRES_PIPELINE_ABORTED ? "25P02" : state};
    }
    if (expected.what == Sent::Statement) return rows;
  }
}

void Connection::settle() {
  while (!expected_.empty() && expected_.front().what != Sent::Sync) static_cast<void>(next());
  if (expected_.empty()) return;
  const Rows end{read()};
  expected_.pop_front();
}

Rows Connection::answer_alone() {
  sync();
  Rows rows = next();
  settle();
  return rows;
}

void Connection::recover() {
  if (!expected_.empty() && expected_.back().what != Sent::Sync) sync();
  while (!expected_.empty()) {
    try {
      settle();
    } catch (const PgError& error) {
      if (error.fault() == Fault::Lost) throw;  // else what failed behind the first error
    }
  }
  if (PQtransactionStatus(raw_.get()) != PQTRANS_IDLE) static_cast<void>(ask("ROLLBACK"));
}

void Connection::execute(const std::string& sql) {
  if (PQexitPipelineMode(raw_.get()) != 1) throw PgError{""};
  must(PQsendQuery(raw_.get(), sql.c_str()));
  flush();
  std::string failed;
  bool bad = false;
  while (pg_result* const result = read()) {
    const Rows rows{result};
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) continue;
    bad = true;
    failed = sqlstate_of(result);
  }
  if (bad) throw PgError{failed};
  must(PQenterPipelineMode(raw_.get()));
}

}  // namespace holdfast::store::postgres
