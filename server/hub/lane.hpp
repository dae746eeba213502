// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

#include "domain/replies.hpp"

namespace holdfast::hub {

/// How an event travels to a session that cannot take everything at once.
enum class Lane : std::uint8_t {
  Urgent,   // ahead of other conversations, never ahead of its own
  Bulk,     // in turn; overflow makes the conversation lag
  Passing,  // in turn; overflow drops it: the next one tells the truth again
};

/// Flags, escalations and cards are urgent, and so is what ends access or erases: a phone on a bad line in a
/// busy meeting must not learn of them after the chatter. Places in the queue and the line's state stand on
/// the board in order, bulk.
[[nodiscard]] Lane lane_of(const domain::EventBody& event);

}  // namespace holdfast::hub
