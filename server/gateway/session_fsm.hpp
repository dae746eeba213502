// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/error.hpp"
#include "gateway/close_codes.hpp"

namespace holdfast::gateway {

/// A session's life, without socket or clock: signed out → signing in → in → draining → closed. Says what is
/// refused and when it closes; the session does it.
class SessionFsm {
 public:
  enum class State : std::uint8_t { SignedOut, SigningIn, In, Draining, Closed };

  [[nodiscard]] State state() const noexcept { return state_; }
  /// Frames are decoded as before sign-in until this is true.
  [[nodiscard]] bool signed_in() const noexcept { return state_ == State::In || state_ == State::Draining; }
  [[nodiscard]] bool closed() const noexcept { return state_ == State::Closed; }

  /// A frame that could not be read. Gives the code to close with after the limits::kBadFramesInRow-th in a
  /// row.
  [[nodiscard]] std::optional<CloseCode> bad_frame();
  /// A frame that could be read ends the row.
  void good_frame() noexcept { bad_in_row_ = 0; }

  /// Hello came. Errors: Invalid (a second one), Draining.
  [[nodiscard]] Result<void> begin_sign_in();
  /// False: it closed meanwhile.
  [[nodiscard]] bool complete_sign_in();
  /// May another request begin? Errors: Unauthenticated, Draining, Busy with a retry.
  [[nodiscard]] Result<void> may_begin(std::size_t in_flight) const;
  /// limits::kSignInDeadline has passed.
  [[nodiscard]] std::optional<CloseCode> sign_in_deadline() const;
  /// False: nothing to drain, close at once.
  [[nodiscard]] bool drain();
  /// True the first time.
  [[nodiscard]] bool close();

 private:
  State state_{State::SignedOut};
  int bad_in_row_{0};
};

/// How a refused Hello closes: what is wrong with the token or version does not come back, what is wrong here
/// does.
[[nodiscard]] CloseCode close_code_of(Code refused);

}  // namespace holdfast::gateway
