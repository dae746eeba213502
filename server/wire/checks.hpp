// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "base/error.hpp"
#include "base/instant.hpp"

// Only for the .cpp files of this room.
namespace holdfast::wire {

/// Gathers what is wrong with one message while its fields are read; the first reason counts.
class Checks {
 public:
  void require(bool holds, Code otherwise = Code::Invalid) {
    if (!holds && !refused_) refused_ = otherwise;
  }
  [[nodiscard]] std::optional<Code> refused() const noexcept { return refused_; }

  /// Names something: never 0.
  template <class Id>
  [[nodiscard]] Id id(std::uint64_t value) {
    require(value != 0);
    return number<Id>(value);
  }
  /// May be 0. Stores keep 63 bits.
  template <class Id>
  [[nodiscard]] Id number(std::uint64_t value) {
    require(value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    return Id{value};
  }
  /// An enum of the wire that is the domain's plus one: 0 is a forgotten field.
  template <auto Last>
  [[nodiscard]] auto shifted(int wire) {
    return same<Last>(wire - 1);
  }
  /// An enum of the wire with the domain's numbers: 0 means none.
  template <auto Last>
  [[nodiscard]] auto same(int wire) {
    const bool known = wire >= 0 && wire <= static_cast<int>(Last);
    require(known);
    return static_cast<decltype(Last)>(known ? wire : 0);
  }
  /// From 1970 to 9999.
  [[nodiscard]] Instant instant(std::int64_t micros_since_epoch) {
    constexpr std::int64_t kEndOf9999 = 253'402'300'799'999'999;
    require(micros_since_epoch >= 0 && micros_since_epoch <= kEndOf9999);
    return instant_of(micros_since_epoch);
  }

 private:
  std::optional<Code> refused_;
};

}  // namespace holdfast::wire
