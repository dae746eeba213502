// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace holdfast {

/// Every refusal a client can see. The number is the wire's `holdfast.v1.ErrorCode`;
/// proto/holdfast/v1/error.proto documents each for client authors. Never renumber.
enum class Code : std::uint16_t {
  // What was asked is wrong; sending it again as it is cannot help.
  Malformed = 1,        // bytes that are not a frame of the subprotocol
  Invalid = 2,          // a field is missing, out of range or contradicts another
  TooLarge = 3,         // message, frame or list over its limit
  Unsupported = 4,      // unknown request kind or protocol version
  NotFound = 5,         // no such thing, or none the asker may know of: both look alike
  Forbidden = 6,        // known to the asker, not allowed
  Unauthenticated = 7,  // no token, or one that is expired, revoked or unknown
  OtherBody = 8,        // this client message id was used with another body
  AlreadyDone = 9,      // taken, acknowledged or ended by someone else first
  Ended = 10,           // the conversation is over
  Muted = 11,           // may write again at retry_after
  CursorAhead = 12,     // the client's cursor is beyond the server's head of this epoch
  EpochChanged = 13,    // the store was restored or failed over: read again from the stated range
  LineClosed = 14,      // the line does not take new people now; resources come with it
  NoticeNotShown = 15,  // the arrival notice must be shown and its version sent first
  UnderAge = 16,        // under the organisation's age: a warm hand-over follows
  OutcomeMissing = 17,  // nothing closes without an outcome
  // Try again after retry_after.
  RateLimited = 32,
  Busy = 33,         // a bound was met here (P11) or the third conflict
  Unavailable = 34,  // the store cannot commit now; the same client message id is safe
  Conflict = 35,     // facts changed while deciding: inside the server only, clients see Busy
  Draining = 36,     // this node is leaving; reconnect
  DeadlineExceeded = 37,
  // Ours.
  Internal = 64,  // a bug, counted
};

struct Error {
  Code code{Code::Internal};
  /// Zero: a retry cannot help. Otherwise wait this long first.
  std::chrono::milliseconds retry_after{0};
  friend bool operator==(const Error&, const Error&) = default;
};

/// Stable lower-case name, as in JSON and logs: "rate_limited".
[[nodiscard]] std::string_view name_of(Code code) noexcept;
/// One plain English sentence for a client author; what a person reads comes from the app's catalogue.
[[nodiscard]] std::string_view sentence_of(Code code) noexcept;

/// For Boost.System: `value()` on an error is a broken invariant, never a way to report one.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error{std::string{"unchecked refusal: "}.append(name_of(error.code))};
}

template <class T>
using Result = boost::system::result<T, Error>;

/// The codes for which asking again helps: their errors always say how long to wait first.
[[nodiscard]] constexpr bool passes(Code code) noexcept {
  return code >= Code::RateLimited && code < Code::Internal;
}

/// `retry_after` left out: none for what a retry cannot help, half a second for what passes.
[[nodiscard]] constexpr Error refuse(Code code, std::chrono::milliseconds retry_after = {}) noexcept {
  constexpr std::chrono::milliseconds kPasses{500};
  return Error{code, retry_after.count() == 0 && passes(code) ? kPasses : retry_after};
}

}  // namespace holdfast
