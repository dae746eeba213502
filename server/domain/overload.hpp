// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/error.hpp"

namespace holdfast::domain {

/// What can be asked of a node, in the order in which it is given up when there is too much (P11).
enum class Work : std::uint8_t {
  Typing,
  Presence,
  DeepHistory,   // reading back
  GroupSend,     // the text stays in the client
  NewListener,   // following one more conversation
  NewPerson,     // arriving or signing in as a seeker; the page with the numbers needs no node
  OneToOneSend,  // the text stays in the client
  Escalation,    // whatever raises, moves or may become one: never given up
};

/// How much waits for the store, of how much may.
struct Load {
  std::size_t waiting{0};
  std::size_t most{1};
};

/// May this begin under such a load? Errors: Busy with limits::kOverloadRetry.
[[nodiscard]] Result<void> admit(Work work, Load load);

}  // namespace holdfast::domain
