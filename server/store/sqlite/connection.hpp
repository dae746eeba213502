// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/instant.hpp"
#include "base/strong_id.hpp"
#include "domain/ids.hpp"
#include "domain/risk.hpp"
#include "domain/roles.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace holdfast::store::sqlite {

/// An SQLite call failed in a way no rule foresaw. Carries the extended result code only: SQLite's text may
/// quote content.
class SqliteError : public std::runtime_error {
 public:
  explicit SqliteError(int code);
  [[nodiscard]] int code() const noexcept { return code_; }
  /// The disk is full or does not take writes: what was asked may be asked again.
  [[nodiscard]] bool storage() const noexcept;
  /// A sync failed: what the kernel dropped it will not report again, so no later success could be believed.
  [[nodiscard]] bool sync_failed() const noexcept;

 private:
  int code_;
};

/// One SQLite connection with its prepared statements. Lives on: one thread at a time.
class Connection {
 public:
  enum class Mode { ReadWrite, ReadOnly };
  Connection(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Statements without parameters or rows.
  void execute(const char* sql);
  /// Prepared once; `sql` must be a literal: it is found again by its address.
  [[nodiscard]] sqlite3_stmt* prepared(const char* sql);
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool in_transaction() const;
  /// From any thread: the running statement ends with an error.
  void interrupt();
  [[nodiscard]] sqlite3* raw() { return db_; }

 private:
  sqlite3* db_{nullptr};
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

enum class Lifetime { Outlives, Copied };

void bind_integer(sqlite3_stmt* statement, int at, std::int64_t value);
void bind_bytes(sqlite3_stmt* statement, int at, std::string_view value, Lifetime lifetime);
void bind_null(sqlite3_stmt* statement, int at);

// Text and bytes alike are blobs: compared byte by byte, never interpreted.
inline void bind(sqlite3_stmt* s, int at, std::string_view value, Lifetime l) {
  bind_bytes(s, at, value, l);
}
inline void bind(sqlite3_stmt* s, int at, const std::string& value, Lifetime l) {
  bind_bytes(s, at, value, l);
}
inline void bind(sqlite3_stmt* s, int at, const ClientMessageId& id, Lifetime l) {
  bind_bytes(s, at, {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}, l);
}
inline void bind(sqlite3_stmt* s, int at, Instant value, Lifetime) {
  bind_integer(s, at, micros(value));
}
inline void bind(sqlite3_stmt* s, int at, domain::Kinds value, Lifetime) {
  bind_integer(s, at, value.bits());
}
inline void bind(sqlite3_stmt* s, int at, domain::OrgRoles value, Lifetime) {
  bind_integer(s, at, value.bits());
}
inline void bind(sqlite3_stmt* s, int at, std::nullptr_t, Lifetime) {
  bind_null(s, at);
}
template <class Tag, class Rep>
void bind(sqlite3_stmt* s, int at, const StrongId<Tag, Rep>& id, Lifetime) {
  bind_integer(s, at, static_cast<std::int64_t>(id.get()));
}
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) void bind(sqlite3_stmt* s, int at, T value, Lifetime) {
  bind_integer(s, at, static_cast<std::int64_t>(value));
}
template <class T>
void bind(sqlite3_stmt* s, int at, const std::optional<T>& value, Lifetime l) {
  if (value) {
    bind(s, at, *value, l);
  } else {
    bind_null(s, at);
  }
}

/// Rows of one statement; rewound when it goes. The same statement must not be open twice at once.
class Query {
 public:
  template <class... Args>
  Query(Connection& db, const char* sql, const Args&... args) : statement_{db.prepared(sql)}, db_{db} {
    int at = 0;
    (bind(statement_, ++at, args, Lifetime::Copied), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Steps to the next row.
  [[nodiscard]] bool row();

  /// Assigns the columns of this row in their order.
  template <class... Values>
  void into(Values&... values) {
    int at = from_;
    (get(at++, values), ...);
  }
  /// The same, beginning at a later column.
  template <class... Values>
  void into_from(int first, Values&... values) {
    from_ = first;
    into(values...);
    from_ = 0;
  }
  [[nodiscard]] std::int64_t integer(int at) const;
  [[nodiscard]] std::string_view view(int at) const;  // until the next step
  [[nodiscard]] bool null(int at) const;
  template <class T>
  [[nodiscard]] T at(int column) {
    T value{};
    get(column, value);
    return value;
  }

 private:
  void get(int at, std::string& value) { value = view(at); }
  void get(int at, Instant& value) { value = instant_of(integer(at)); }
  void get(int at, ClientMessageId& value);
  void get(int at, domain::Kinds& value) { value = domain::Kinds{static_cast<std::uint8_t>(integer(at))}; }
  void get(int at, domain::OrgRoles& value) {
    value = domain::OrgRoles{static_cast<std::uint8_t>(integer(at))};
  }
  template <class Tag, class Rep>
  void get(int at, StrongId<Tag, Rep>& value) {
    value = StrongId<Tag, Rep>{static_cast<Rep>(integer(at))};
  }
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void get(int at, T& value) {
    value = static_cast<T>(integer(at));
  }
  template <class T>
  void get(int at, std::optional<T>& value) {
    if (null(at)) {
      value.reset();
    } else {
      get(at, value.emplace());
    }
  }

  sqlite3_stmt* statement_;
  Connection& db_;
  int from_{0};
};

/// Steps a statement to its end; rows are passed over. The arguments outlive the call, so nothing is copied.
void run_bound(Connection& db, sqlite3_stmt* statement);
template <class... Args>
void run(Connection& db, const char* sql, const Args&... args) {
  sqlite3_stmt* const statement = db.prepared(sql);
  int at = 0;
  (bind(statement, ++at, args, Lifetime::Outlives), ...);
  run_bound(db, statement);
}

/// One read transaction: everything inside sees the same commits.
class Snapshot {
 public:
  explicit Snapshot(Connection& db);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& db_;
};

}  // namespace holdfast::store::sqlite
