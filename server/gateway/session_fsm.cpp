// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/session_fsm.hpp"

#include <utility>

#include "domain/limits.hpp"

namespace holdfast::gateway {

std::optional<CloseCode> SessionFsm::bad_frame() {
  if (++bad_in_row_ < limits::kBadFramesInRow) return std::nullopt;
  return CloseCode::TooManyBadFrames;
}

Result<void> SessionFsm::begin_sign_in() {
  switch (state_) {
    case State::SignedOut: state_ = State::SigningIn; return {};
    case State::SigningIn:
    case State::In: return refuse(Code::Invalid);
    case State::Draining:
    case State::Closed: return refuse(Code::Draining, limits::kBusyRetry);
  }
  return refuse(Code::Internal);
}

bool SessionFsm::complete_sign_in() {
  if (state_ != State::SigningIn) return false;
  state_ = State::In;
  return true;
}

Result<void> SessionFsm::may_begin(std::size_t in_flight) const {
  switch (state_) {
    case State::SignedOut:
    case State::SigningIn: return refuse(Code::Unauthenticated);
    case State::In:
      if (in_flight >= limits::kInFlight) return refuse(Code::Busy, limits::kBusyRetry);
      return {};
    case State::Draining:
    case State::Closed: return refuse(Code::Draining, limits::kBusyRetry);
  }
  return refuse(Code::Internal);
}

std::optional<CloseCode> SessionFsm::sign_in_deadline() const {
  if (state_ != State::SignedOut && state_ != State::SigningIn) return std::nullopt;
  return CloseCode::SignInTooLate;
}

bool SessionFsm::drain() {
  if (state_ != State::In) return false;
  state_ = State::Draining;
  return true;
}

bool SessionFsm::close() {
  return std::exchange(state_, State::Closed) != State::Closed;
}

CloseCode close_code_of(Code refused) {
  if (refused == Code::Unauthenticated) return CloseCode::Unauthenticated;
  if (refused == Code::Unsupported) return CloseCode::Unsupported;
  if (refused == Code::Busy || refused == Code::Unavailable || refused == Code::DeadlineExceeded)
    return CloseCode::Busy;
  return CloseCode::InternalError;
}

}  // namespace holdfast::gateway
