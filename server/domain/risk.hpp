// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/ids.hpp"

namespace holdfast::domain {

/// How soon a human must look. The order is the meaning: compare with `<`.
enum class Level : std::uint8_t { None = 0, Watch = 1, High = 2, Imminent = 3 };

/// What it may be about; several at once.
enum class Kind : std::uint8_t {
  Suicide = 0,
  SelfHarm,
  Overdose,
  Medical,
  Violence,
  Abuse,
  Relapse,
  ChildSafety,
};
inline constexpr int kKindCount = 8;

/// A set of kinds, one bit each, bit = the enumerator's number.
class Kinds {
 public:
  constexpr Kinds() = default;
  constexpr explicit Kinds(std::uint8_t bits) : bits_{bits} {}
  constexpr Kinds& add(Kind kind) {
    bits_ = static_cast<std::uint8_t>(bits_ | (1U << static_cast<unsigned>(kind)));
    return *this;
  }
  constexpr Kinds& add(Kinds other) {
    bits_ = static_cast<std::uint8_t>(bits_ | other.bits_);
    return *this;
  }
  [[nodiscard]] constexpr bool has(Kind kind) const {
    return ((bits_ >> static_cast<unsigned>(kind)) & 1U) != 0;
  }
  /// True if `this` names a kind that `known` does not.
  [[nodiscard]] constexpr bool adds_to(Kinds known) const { return (bits_ & ~known.bits_) != 0; }
  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(Kinds, Kinds) = default;

 private:
  std::uint8_t bits_{0};
};

/// Why a message was flagged: the rule's name and the span it saw, in bytes of the original UTF-8 text. Never
/// the words.
struct Evidence {
  std::string rule;
  std::uint32_t begin{0};
  std::uint32_t end{0};
  /// 0 = the message itself, 1 = the turn before it, and so on.
  std::uint32_t turns_back{0};
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// The detector's answer for one message in its context.
struct Verdict {
  Level level{Level::None};
  Kinds kinds;
  std::vector<Evidence> evidence;
  Version lexicon;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

}  // namespace holdfast::domain
