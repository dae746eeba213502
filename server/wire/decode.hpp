// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "domain/replies.hpp"
#include "domain/requests.hpp"
#include "wire/frame.hpp"

namespace holdfast::wire {

/// A refusal while decoding, with the request's id when it could still be read (else 0).
struct BadFrame {
  std::uint64_t id{0};
  Error error;
};

/// One client frame → one request. Checks every size and range of limits.hpp and valid UTF-8, so that stories
/// meet only well-formed values. Errors: Malformed, Invalid, TooLarge, Unsupported. Cost: linear; JSON depth
/// is bounded before parsing. BeforeSignIn allows only Hello and limits::kHello bytes (else Unauthenticated);
/// SignedIn allows no second Hello (Invalid).
enum class Stage : std::uint8_t { BeforeSignIn, SignedIn };
[[noreturn]] void throw_exception_from_error(const BadFrame& bad, const boost::source_location&);
[[nodiscard]] boost::system::result<domain::ClientRequest, BadFrame> decode(Subprotocol subprotocol,
                                                                            std::string_view bytes,
                                                                            Stage stage);

}  // namespace holdfast::wire
