// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/permission.hpp"

#include <optional>

namespace holdfast::domain {
namespace {

enum class Answer : std::uint8_t { Yes, No };
constexpr Answer yes_if(bool condition) {
  return condition ? Answer::Yes : Answer::No;
}

bool supervisor(const Standing& a) {
  return a.roles.has(OrgRole::Supervisor);
}
bool answers_seekers(const Standing& a) {
  return a.roles.has(OrgRole::Supporter) || supervisor(a);
}
bool administrator(const Standing& a) {
  return a.roles.has(OrgRole::Administrator);
}
bool seated(const Standing& a) {
  return a.in_conversation != ConvRole::None;
}
bool is(const Standing& a, ConvRole role) {
  return a.in_conversation == role;
}

/// Where people talk, as against what only staff may know of.
bool among_people(ConversationKind kind) {
  return kind == ConversationKind::Support || kind == ConversationKind::Direct ||
         kind == ConversationKind::Group;
}

/// Reading and knowing that it exists are one right. The staff side stays staff's even if a seeker's row were
/// there by a bug, and an administrator without another role reads nobody's words.
bool knows(const Standing& a, ConversationKind kind) {
  switch (kind) {
    case ConversationKind::Support:
    case ConversationKind::Direct:
    case ConversationKind::Group: return seated(a);
    case ConversationKind::Staff: return seated(a) && answers_seekers(a);
    case ConversationKind::Board: return answers_seekers(a);
  }
  return false;
}

Answer writes(const Standing& a, ConversationKind kind) {
  switch (kind) {
    case ConversationKind::Support:  // one voice: the owner, and a lead who joined openly
      return yes_if(is(a, ConvRole::Seeker) || (is(a, ConvRole::Owner) && answers_seekers(a)) ||
                    (is(a, ConvRole::Participant) && supervisor(a)));
    case ConversationKind::Direct: return yes_if(is(a, ConvRole::Participant));
    case ConversationKind::Group: return yes_if(is(a, ConvRole::Participant) || is(a, ConvRole::Facilitator));
    case ConversationKind::Staff: return yes_if(knows(a, kind) && !is(a, ConvRole::Listener));  // whispers
    case ConversationKind::Board: return Answer::No;  // only the line itself
  }
  return Answer::No;
}

/// A seated supervisor everywhere people talk, a facilitator in the group they lead.
bool moderates(const Standing& a, ConversationKind kind) {
  if (!among_people(kind) || !seated(a)) return false;
  return supervisor(a) || (kind == ConversationKind::Group && is(a, ConvRole::Facilitator));
}

/// A seeker may always take back their words; what staff said to a seeker is part of the record of care and
/// goes only by a supervisor's hand.
Answer erases_own(const Standing& a, ConversationKind kind) {
  if (!a.author_of_object || !among_people(kind)) return Answer::No;
  return yes_if(kind != ConversationKind::Support || is(a, ConvRole::Seeker) || moderates(a, kind));
}

Answer ends(const Standing& a, ConversationKind kind) {
  switch (kind) {
    case ConversationKind::Support:
      return yes_if(is(a, ConvRole::Seeker) || (is(a, ConvRole::Owner) && answers_seekers(a)) ||
                    (is(a, ConvRole::Participant) && supervisor(a)));
    case ConversationKind::Direct: return yes_if(is(a, ConvRole::Participant) || moderates(a, kind));
    case ConversationKind::Group: return yes_if(moderates(a, kind));
    case ConversationKind::Staff:
    case ConversationKind::Board: return Answer::No;  // end with what they belong to
  }
  return Answer::No;
}

Answer leaves(const Standing& a, ConversationKind kind) {
  if (among_people(kind))
    return Answer::Yes;  // nobody is held; an owner's leaving requeues, which is the story's part
  return yes_if(kind == ConversationKind::Staff && !is(a, ConvRole::Owner));
}

/// A member is added by who moderates; in support that is how a lead joins openly. Pairs are made by matching
/// alone, and nobody is put out of the conversation that is for them.
Answer changes_members(const Standing& a, ConversationKind kind, Action action) {
  if (kind == ConversationKind::Group) return yes_if(moderates(a, kind));
  return yes_if(kind == ConversationKind::Support && action == Action::AddMember && moderates(a, kind));
}

/// An imminent is a supervisor's; what is below it may be worked by the supporter who holds the conversation.
bool holds_below_imminent(const Standing& a) {
  return is(a, ConvRole::Owner) && answers_seekers(a) && a.escalation < Level::Imminent;
}

Answer in_conversation(const Standing& a, Action action, ConversationKind kind) {
  switch (action) {
    case Action::ReadConversation: return Answer::Yes;
    case Action::WriteConversation:
    case Action::SetTyping: return writes(a, kind);
    case Action::MoveCursor:  // a reader along leaves no "seen" that the seeker would take for an answer to
                              // come
      return yes_if(!(is(a, ConvRole::Observer) && among_people(kind)));
    case Action::EraseOwnMessage: return erases_own(a, kind);
    case Action::EraseAnyMessage: return yes_if(moderates(a, kind));
    case Action::EndConversation: return ends(a, kind);
    case Action::AddMember:
    case Action::RemoveMember: return changes_members(a, kind, action);
    case Action::LeaveConversation: return leaves(a, kind);
    case Action::AskLead:
      return yes_if(among_people(kind) && answers_seekers(a) && !is(a, ConvRole::Listener));
    case Action::WorkEscalation: return yes_if(supervisor(a) || holds_below_imminent(a));
    case Action::DismissHigh:
      return yes_if((supervisor(a) && a.escalation < Level::Imminent) || holds_below_imminent(a));
    case Action::ObserveConversation: return yes_if(supervisor(a) && among_people(kind));
    case Action::CreateGroup:
    case Action::AskForHelp:
    case Action::SeeQueue:
    case Action::TakeRequest:
    case Action::SetOnCall:
    case Action::SeeEscalations:
    case Action::SetLine:
    case Action::InvitePerson:
    case Action::ManageOrganisation:
    case Action::kCount: break;
  }
  return Answer::No;
}

/// Gives nothing for actions that are on a conversation.
std::optional<Answer> in_organisation(const Standing& a, Action action) {
  switch (action) {
    case Action::AskForHelp: return yes_if(a.roles.has(OrgRole::Seeker));
    case Action::CreateGroup:
    case Action::SeeQueue:
    case Action::TakeRequest:
    case Action::SetOnCall: return yes_if(answers_seekers(a));
    case Action::SeeEscalations:
    case Action::SetLine: return yes_if(supervisor(a));
    case Action::InvitePerson:
    case Action::ManageOrganisation: return yes_if(administrator(a));
    case Action::kCount: return Answer::No;
    case Action::ReadConversation:
    case Action::WriteConversation:
    case Action::SetTyping:
    case Action::MoveCursor:
    case Action::EraseOwnMessage:
    case Action::EraseAnyMessage:
    case Action::EndConversation:
    case Action::AddMember:
    case Action::RemoveMember:
    case Action::LeaveConversation:
    case Action::WorkEscalation:
    case Action::DismissHigh:
    case Action::AskLead:
    case Action::ObserveConversation: break;
  }
  return std::nullopt;
}

/// What a supervisor may do to a conversation before having a seat in it, and what an author may do after
/// having left.
bool needs_no_seat(const Standing& a, Action action, ConversationKind kind) {
  if (action == Action::EraseOwnMessage) {
    return a.author_of_object && (kind == ConversationKind::Direct || kind == ConversationKind::Group);
  }
  return supervisor(a) && (action == Action::ObserveConversation || action == Action::WorkEscalation ||
                           action == Action::DismissHigh);
}

}  // namespace

Result<void> allow(const Standing& actor, Action action, ConversationKind kind) {
  if (!actor.same_organisation) return refuse(Code::NotFound);
  if (const auto answer = in_organisation(actor, action)) {
    if (*answer == Answer::Yes) return {};
    return refuse(Code::Forbidden);
  }
  // Nobody is staff in the conversation that is for themselves: no reading of its staff side, no closing of
  // their own alarm.
  if (is(actor, ConvRole::Seeker) && actor.roles.staff()) {
    Standing themselves = actor;
    themselves.roles = OrgRoles{}.add(OrgRole::Seeker);
    return allow(themselves, action, kind);
  }
  if (!knows(actor, kind) && !needs_no_seat(actor, action, kind)) return refuse(Code::NotFound);
  if (in_conversation(actor, action, kind) == Answer::Yes) return {};
  return refuse(Code::Forbidden);
}

}  // namespace holdfast::domain
