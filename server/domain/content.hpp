// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/secret.hpp"
#include "domain/ids.hpp"
#include "domain/records.hpp"
#include "domain/risk.hpp"

namespace holdfast::domain {

/// What people write. 1 to `limits::kMessageText` bytes of valid UTF-8.
struct Text {
  Secret text;
};

/// Someone came, left or changed their part; said in the conversation because "who can read this" is always
/// true.
struct MemberNote {
  enum class What : std::uint8_t { Joined, Left, Took, Observed, Removed, Muted, Requeued };
  What what{What::Joined};
  PersonId person;
};

struct StateNote {
  ConversationState state{ConversationState::Waiting};
  EndReason reason{EndReason::None};
};

/// A flag, on the staff side only; `Message::about` names the message it is on.
struct FlagNote {
  Verdict verdict;
};

/// An escalation as it stands after a transition; on the staff side and on the board.
struct EscalationNote {
  Escalation escalation;
};

/// A place in the queue as it stands after a transition; on the board.
struct RequestNote {
  Request request;
};

/// A card for the person themselves. It never names a kind; numbers come from the duty pack, words from the
/// catalogue.
struct CardNote {
  enum class Card : std::uint8_t { Emergency, Resources, QuietWord };
  Card card{Card::Resources};
};

struct LineNote {
  LineState line{LineState::Closed};
};

using Content =
    std::variant<Text, MemberNote, StateNote, FlagNote, EscalationNote, RequestNote, CardNote, LineNote>;

/// One committed entry of a conversation.
struct Message {
  ConversationId conversation;
  Seq seq;
  PersonId author;                   // 0: the line itself
  Instant at;                        // the server's clock
  std::optional<Instant> client_at;  // kept only where it is more than 2 min away from `at`
  ClientMessageId client_id;
  Content content;
  std::optional<MessageRef> about;
  bool erased{false};  // a tombstone: seq, author and time stay, content is gone
};

}  // namespace holdfast::domain
