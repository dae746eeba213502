// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/close_codes.hpp"

namespace holdfast::gateway {

std::string_view reason_of(CloseCode code) noexcept {
  switch (code) {
    case CloseCode::Normal: return "bye";
    case CloseCode::GoingAway: return "going away";
    case CloseCode::ProtocolError: return "not RFC 6455";
    case CloseCode::Unacceptable: return "this kind of frame is not of the subprotocol";
    case CloseCode::BadText: return "text is not UTF-8";
    case CloseCode::TooBig: return "message too big";
    case CloseCode::InternalError: return "internal error";
    case CloseCode::Draining: return "this server restarts, come back";
    case CloseCode::TooSlow: return "too much unread, come back";
    case CloseCode::SignInTooLate: return "hello came too late";
    case CloseCode::Busy: return "busy, come back later";
    case CloseCode::SignedOut: return "signed out";
    case CloseCode::Unauthenticated: return "sign in again";
    case CloseCode::TooManyBadFrames: return "too many bad frames";
    case CloseCode::Unsupported: return "protocol version not supported";
  }
  return "";
}

}  // namespace holdfast::gateway
