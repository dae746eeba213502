// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/instant.hpp"
#include "base/strong_id.hpp"
#include "domain/ids.hpp"
#include "domain/risk.hpp"
#include "domain/roles.hpp"

struct pg_result;

/// Values on their way in and out. Numbers go in as text, so that any integer column takes them; bytes and
/// arrays go in, and everything comes out, in PostgreSQL's binary form.
namespace holdfast::store::postgres {

/// The number an id, enum, time or flag is stored as.
template <class Tag, class Rep>
std::int64_t number_of(const StrongId<Tag, Rep>& id) {
  return static_cast<std::int64_t>(id.get());
}
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) std::int64_t number_of(T value) {
  return static_cast<std::int64_t>(value);
}
inline std::int64_t number_of(Instant value) {
  return micros(value);
}
inline std::int64_t number_of(domain::Kinds value) {
  return value.bits();
}
inline std::int64_t number_of(domain::OrgRoles value) {
  return value.bits();
}
inline std::string_view bytes_of(const ClientMessageId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

/// A one-dimensional array in binary form. Source: array_send in PostgreSQL's arrayfuncs.c.
class Array {
 public:
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t size() const { return count_; }

 protected:
  explicit Array(std::uint32_t element_type) : type_{element_type} {}
  void add_bytes(std::string_view value);
  void add_null();

 private:
  std::uint32_t type_;
  std::uint32_t count_{0};
  bool has_null_{false};
  std::string elements_;
};

/// bigint[]
class Numbers : public Array {
 public:
  Numbers() : Array{20} {}
  template <class T>
  void add(const T& value) {
    add_number(number_of(value));
  }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value) {
      add_number(number_of(*value));
    } else {
      add_null();
    }
  }

 private:
  void add_number(std::int64_t value);
};

/// bytea[]
class Blobs : public Array {
 public:
  Blobs() : Array{17} {}
  void add(std::string_view value) { add_bytes(value); }
  void add(const ClientMessageId& id) { add_bytes(bytes_of(id)); }
  void add_none() { add_null(); }
};

/// The parameters of one statement.
class Args {
 public:
  template <class... Values>
  explicit Args(const Values&... values) {
    values_.reserve(sizeof...(values));
    (add(values), ...);
  }
  struct Value {
    std::string bytes;
    bool null{false};
    bool binary{false};
  };
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }

 private:
  void add(std::nullptr_t) { values_.push_back({{}, true, false}); }
  void add(std::string_view bytes) { values_.push_back({std::string{bytes}, false, true}); }
  void add(const std::string& bytes) { values_.push_back({bytes, false, true}); }
  void add(const char* bytes) { values_.push_back({bytes, false, true}); }
  void add(const ClientMessageId& id) { add(bytes_of(id)); }
  void add(const Array& array) { values_.push_back({array.bytes(), false, true}); }
  template <class T>
  requires requires(const T& value) { number_of(value); }
  void add(const T& value) { values_.push_back({std::to_string(number_of(value)), false, false}); }
  template <class T>
  void add(const std::optional<T>& value) {
    if (value) {
      add(*value);
    } else {
      add(nullptr);
    }
  }
  std::vector<Value> values_;
};

/// The rows of one result.
class Rows {
 public:
  explicit Rows(pg_result* result) : result_{result} {}

  /// Steps to the next row.
  [[nodiscard]] bool row();
  /// Assigns the columns of this row in their order.
  template <class... Values>
  void into(Values&... values) {
    into_from(0, values...);
  }
  template <class... Values>
  void into_from(int first, Values&... values) {
    (get(first++, values), ...);
  }
  [[nodiscard]] std::int64_t integer(int at) const;  // of any width
  [[nodiscard]] std::string_view view(int at) const;
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

  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
  int row_{-1};
};

}  // namespace holdfast::store::postgres
