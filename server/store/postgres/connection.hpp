// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/postgres/error.hpp"
#include "store/postgres/values.hpp"

struct pg_conn;

namespace holdfast::store::postgres {

/// Where the database is, as libpq takes it, and what the node calls itself there.
struct Address {
  std::string conninfo;
  std::string name;  // application_name, so that an operator sees who holds what
};

/// One connection in pipeline mode on a non-blocking socket: statements are sent without waiting, their
/// results come in the order sent. Lives on: one thread, which it blocks; never a reactor's.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Tries every host of the address in turn for one that takes writes. Null with libpq's first line in
  /// `why` (it names hosts and users, never a password).
  [[nodiscard]] static std::unique_ptr<Connection> open(const Address& address, std::string& why);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Every wait ends at this time with a lost connection.
  void give_up_at(Time deadline) { deadline_ = deadline; }

  /// Queues a statement; `sql` must be a literal: it is prepared once and found again by its address.
  template <class... Values>
  void send(const char* sql, const Values&... values) {
    send_prepared(sql, Args{values...});
  }
  void send_prepared(const char* sql, const Args& args);
  /// Ends what was sent together and hands it to the server.
  void sync();
  /// The result of the next statement sent. Throws PgError; what was sent behind it up to the sync fails too.
  [[nodiscard]] Rows next();
  /// Passes over everything up to the sync. Throws the first error.
  void settle();

  /// After an error that was not a lost connection: reads what is owed, ends the transaction.
  void recover();

  /// One statement and its result.
  template <class... Values>
  Rows ask(const char* sql, const Values&... values) {
    send(sql, values...);
    return answer_alone();
  }
  /// Statements without parameters, as a migration has; outside a pipeline.
  void execute(const std::string& sql);

 private:
  explicit Connection(pg_conn* raw);
  enum class Sent { Prepare, Statement, Sync };
  struct Expected {
    Sent what;
    const char* sql;
  };
  [[nodiscard]] Rows answer_alone();
  [[nodiscard]] pg_result* read();
  void must(int ok) const;
  void wait(short events);
  void flush();

  struct Finish {
    void operator()(pg_conn* raw) const;
  };
  std::unique_ptr<pg_conn, Finish> raw_;
  std::unordered_map<const char*, std::string> prepared_;
  std::uint64_t statements_{0};
  std::deque<Expected> expected_;
  Time deadline_{Time::max()};
};

}  // namespace holdfast::store::postgres
