// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

namespace holdfast::domain {

/// What a person is in an organisation. Staff may hold several.
enum class OrgRole : std::uint8_t { Seeker = 0, Supporter = 1, Supervisor = 2, Administrator = 3 };

class OrgRoles {
 public:
  constexpr OrgRoles() = default;
  constexpr explicit OrgRoles(std::uint8_t bits) : bits_{bits} {}
  constexpr OrgRoles& add(OrgRole role) {
    bits_ = static_cast<std::uint8_t>(bits_ | (1U << static_cast<unsigned>(role)));
    return *this;
  }
  [[nodiscard]] constexpr bool has(OrgRole role) const {
    return ((bits_ >> static_cast<unsigned>(role)) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool staff() const { return (bits_ & 0b1110U) != 0; }
  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }
  friend constexpr bool operator==(OrgRoles, OrgRoles) = default;

 private:
  std::uint8_t bits_{0};
};

/// What a person is in one conversation. `None` is not a member.
enum class ConvRole : std::uint8_t {
  None = 0,
  Seeker = 1,       // the one it is for
  Owner = 2,        // the supporter who answers; exactly one while held
  Participant = 3,  // group or direct member, or a supervisor who joined openly
  Facilitator = 4,  // leads a group
  Listener = 5,     // reads, never writes
  Observer = 6,     // staff who reads along; stands on the staff side's record
};

}  // namespace holdfast::domain
