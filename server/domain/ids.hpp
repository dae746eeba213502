// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "base/strong_id.hpp"

namespace holdfast {

using OrganisationId = StrongId<struct OrganisationTag>;
using PersonId = StrongId<struct PersonTag>;
using ConversationId = StrongId<struct ConversationTag>;
using RequestId = StrongId<struct RequestTag>;  // someone's place in the queue, not a wire request
using EscalationId = StrongId<struct EscalationTag>;
using TaskId = StrongId<struct TaskTag>;
using TokenId = StrongId<struct TokenTag>;
using SessionId = StrongId<struct SessionTag>;  // one socket
using NodeId = StrongId<struct NodeTag>;        // random a boot

/// 1, 2, 3 … without gaps in what was committed to one conversation (P3). 0 is "before the first".
using Seq = StrongId<struct SeqTag>;
/// Grows when a store is restored or fails over behind what was acknowledged.
using Epoch = StrongId<struct EpochTag>;
/// A record's optimistic version: 0 means "does not exist yet"; each commit of the record adds one.
using Version = StrongId<struct VersionTag>;

/// Made by the client, time-ordered (UUIDv7, RFC 9562 §5.7). Unique with (conversation, author); P2.
struct ClientMessageId {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const ClientMessageId&, const ClientMessageId&) = default;
};

struct MessageRef {
  ConversationId conversation;
  Seq seq;
  friend auto operator<=>(const MessageRef&, const MessageRef&) = default;
};

}  // namespace holdfast
