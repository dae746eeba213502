// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

#include "base/error.hpp"
#include "domain/records.hpp"
#include "domain/roles.hpp"

namespace holdfast::domain {

enum class Action : std::uint8_t {
  ReadConversation,  // history, subscribe
  WriteConversation,
  SetTyping,
  MoveCursor,
  EraseOwnMessage,
  EraseAnyMessage,
  EndConversation,
  AddMember,
  RemoveMember,
  LeaveConversation,
  CreateGroup,
  AskForHelp,
  SeeQueue,
  TakeRequest,
  SetOnCall,
  SeeEscalations,
  WorkEscalation,  // acknowledge, eyes on, in hand, close: a supervisor; up to high also the conversation's
                   // owner
  DismissHigh,     // a supervisor or the owner, with a reason; never an imminent
  AskLead,
  ObserveConversation,
  SetLine,
  InvitePerson,
  ManageOrganisation,  // duty pack, policy, people
  kCount,
};

/// The actor as the rule needs it.
struct Standing {
  OrgRoles roles;
  bool same_organisation{false};
  ConvRole in_conversation{ConvRole::None};
  bool author_of_object{false};
  /// Of the escalation that WorkEscalation or DismissHigh is about; the default is the strictest.
  Level escalation{Level::Imminent};
};

/// May this actor do this to a conversation of this kind (ignored for actions that are on none)? One pure
/// function, the only place that says so. Gives: nothing, or NotFound where even the existence is not theirs
/// to know, or Forbidden. A reader along stands as Observer on the staff side and counts as Observer of its
/// main conversation too. A supervisor who acts in a conversation has a seat in it first, and getting that
/// seat (observing, joining) is what the audit sees.
[[nodiscard]] Result<void> allow(const Standing& actor, Action action, ConversationKind kind);

}  // namespace holdfast::domain
