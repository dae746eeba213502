// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string_view>

namespace holdfast::gateway {

/// RFC 6455 §7.4 and ours: after 4000-4499 a client comes back by itself, after 4500-4999 it does not.
enum class CloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  ProtocolError = 1002,
  Unacceptable = 1003,
  BadText = 1007,
  TooBig = 1009,
  InternalError = 1011,
  Draining = 4000,  // this node leaves
  TooSlow = 4001,   // the urgent lane was full
  SignInTooLate = 4002,
  Busy = 4003,             // a bound of this node
  SignedOut = 4500,        // asked for, or the token was revoked
  Unauthenticated = 4501,  // bad token: sign in again before coming back
  TooManyBadFrames = 4502,
  Unsupported = 4503,  // protocol version
};

[[nodiscard]] constexpr bool comes_back(CloseCode code) noexcept {
  const auto number = static_cast<std::uint16_t>(code);
  return (number >= 4000 && number <= 4499) || code == CloseCode::GoingAway ||
         code == CloseCode::InternalError;
}

/// The short text in the close frame; never says anything of a person.
[[nodiscard]] std::string_view reason_of(CloseCode code) noexcept;

}  // namespace holdfast::gateway
