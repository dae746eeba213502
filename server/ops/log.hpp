// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "ops/config.hpp"

namespace holdfast::ops {

/// A number or a name that this code wrote itself. Text that came from a person has no way in but through
/// `operated`, which is for paths and addresses of the operator's own configuration.
struct Field {
  template <std::integral T>
  Field(std::string_view n, T number) : name{n}, value{static_cast<std::int64_t>(number)} {}
  template <std::size_t N>
  Field(std::string_view n, const char (&literal)[N]) : name{n}, value{std::string{literal}} {}
  static Field operated(std::string_view n, std::string from_configuration) {
    Field field{n, 0};
    field.value = std::move(from_configuration);
    return field;
  }
  std::string_view name;
  std::variant<std::int64_t, std::string> value;
};

/// JSON lines on stderr: {"at":…,"severity":…,"event":…, fields}. Thread-safe. Never blocks its caller: lines
/// wait in a bounded queue for a thread of its own and the oldest give way, so that a stuck pipe stalls
/// nobody.
class Log {
 public:
  explicit Log(Severity least);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  void write(Severity severity, std::string_view event, std::initializer_list<Field> fields = {});

 private:
  class Sink;
  std::unique_ptr<Sink> sink_;
};

/// One line as it is written, without the line end. For Log and its test.
[[nodiscard]] std::string log_line(std::int64_t micros_since_epoch, Severity severity, std::string_view event,
                                   std::initializer_list<Field> fields);

}  // namespace holdfast::ops
