// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/read_request.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/limits.hpp"

namespace holdfast::wire {
namespace {

template <class Id>
std::vector<Id> ids(const google::protobuf::RepeatedField<std::uint64_t>& wire, std::size_t most,
                    Checks& checks) {
  const auto size = static_cast<std::size_t>(wire.size());
  checks.require(size <= most, Code::TooLarge);
  std::vector<Id> out;
  out.reserve(std::min(size, most));
  for (const std::uint64_t value : wire) {
    if (out.size() == most) break;
    out.push_back(checks.id<Id>(value));
  }
  return out;
}

/// RFC 5646 §2.1 in outline: letters first, then parts of up to eight letters and digits.
bool is_language_tag(std::string_view tag) {
  if (tag.size() > limits::kLanguageTag) return false;
  std::size_t part = 0;
  bool first = true;
  for (const char c : tag) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (c == '-') {
      if (part < (first ? 2U : 1U)) return false;
      first = false;
      part = 0;
    } else if (!(letter || (digit && !first)) || ++part > 8) {
      return false;
    }
  }
  return part >= (first ? 2U : 1U);
}

domain::Hello read(v1::Hello& wire, Checks& checks) {
  checks.require(wire.token().size() <= limits::kToken, Code::TooLarge);
  checks.require(wire.client().size() <= limits::kClientName, Code::TooLarge);
  checks.require(wire.protocol() == 1, Code::Unsupported);
  return {Secret{std::move(*wire.mutable_token())}, wire.protocol(), std::move(*wire.mutable_client())};
}

domain::Subscribe read(v1::Subscribe& wire, Checks& checks) {
  checks.require(!wire.cursors().empty());
  checks.require(static_cast<std::size_t>(wire.cursors_size()) <= limits::kSubscribeItems, Code::TooLarge);
  domain::Subscribe out;
  if (checks.refused()) return out;
  for (const v1::Cursor& cursor : wire.cursors()) {
    const auto conversation = checks.id<ConversationId>(cursor.conversation_id());
    const auto is_same = [&](const domain::Cursor& other) { return other.conversation == conversation; };
    checks.require(std::ranges::none_of(out.cursors, is_same));
    out.cursors.push_back(
        {conversation, checks.number<Epoch>(cursor.epoch()), checks.number<Seq>(cursor.seq())});
  }
  return out;
}

domain::Unsubscribe read(v1::Unsubscribe& wire, Checks& checks) {
  checks.require(!wire.conversation_ids().empty());
  return {ids<ConversationId>(wire.conversation_ids(), limits::kSubscribeItems, checks)};
}

domain::Send read(v1::Send& wire, Checks& checks) {
  domain::Send out;
  out.conversation = checks.id<ConversationId>(wire.conversation_id());
  const std::string& client_id = wire.client_message_id();
  checks.require(client_id.size() == out.client_id.bytes.size());
  if (client_id.size() == out.client_id.bytes.size()) {
    std::ranges::transform(client_id, out.client_id.bytes.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
  }
  checks.require(out.client_id != ClientMessageId{});
  checks.require(!wire.text().empty());
  checks.require(wire.text().size() <= limits::kMessageText, Code::TooLarge);
  if (wire.has_client_at_us()) out.client_at = checks.instant(wire.client_at_us());
  out.text = Secret{std::move(*wire.mutable_text())};
  return out;
}

domain::History read(v1::History& wire, Checks& checks) {
  domain::History out;
  out.conversation = checks.id<ConversationId>(wire.conversation_id());
  checks.require(!(wire.has_before_seq() && wire.has_after_seq()));
  checks.require(wire.limit() <= limits::kHistoryPageMost);
  if (wire.has_before_seq()) out.before = checks.id<Seq>(wire.before_seq());
  if (wire.has_after_seq()) out.after = checks.number<Seq>(wire.after_seq());
  out.limit = wire.limit();
  return out;
}

domain::MoveCursor read(v1::MoveCursor& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id()),
          checks.shifted<domain::CursorKind::Read>(wire.kind()), checks.id<Seq>(wire.seq())};
}
domain::SetTyping read(v1::SetTyping& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id()), wire.typing()};
}
domain::WatchPresence read(v1::WatchPresence& wire, Checks& checks) {
  return {ids<PersonId>(wire.person_ids(), limits::kWatched, checks)};
}
domain::SetOnCall read(v1::SetOnCall& wire, Checks&) {
  return {wire.on_call()};
}
domain::ListConversations read(v1::ListConversations& wire, Checks& checks) {
  checks.require(wire.limit() <= limits::kConversationPageMost);
  return {checks.number<ConversationId>(wire.after_id()), wire.limit()};
}

domain::AskForHelp read(v1::AskForHelp& wire, Checks& checks) {
  checks.require(wire.language().empty() || is_language_tag(wire.language()));
  checks.require(static_cast<std::size_t>(wire.wishes_size()) <= limits::kWishes, Code::TooLarge);
  domain::AskForHelp out;
  out.language = std::move(*wire.mutable_language());
  out.urgent = wire.urgent();
  if (checks.refused()) return out;
  for (std::string& wish : *wire.mutable_wishes()) {
    checks.require(!wish.empty());
    checks.require(wish.size() <= limits::kWish, Code::TooLarge);
    out.wishes.push_back(std::move(wish));
  }
  return out;
}

domain::RequestStatus read(v1::RequestStatus&, Checks&) {
  return {};
}
domain::CancelRequest read(v1::CancelRequest&, Checks&) {
  return {};
}
domain::ListWaiting read(v1::ListWaiting&, Checks&) {
  return {};
}
domain::TakeRequest read(v1::TakeRequest& wire, Checks& checks) {
  return {checks.id<RequestId>(wire.request_id())};
}
domain::EndConversation read(v1::EndConversation& wire, Checks& checks) {
  const auto reason = checks.same<domain::EndReason::Blocked>(wire.reason());
  checks.require(reason != domain::EndReason::None);
  return {checks.id<ConversationId>(wire.conversation_id()), reason};
}

domain::CreateGroup read(v1::CreateGroup& wire, Checks& checks) {
  checks.require(!wire.name().empty());
  checks.require(wire.name().size() <= limits::kGroupName, Code::TooLarge);
  return {Secret{std::move(*wire.mutable_name())}};
}
domain::AddMember read(v1::AddMember& wire, Checks& checks) {
  const auto role = checks.same<domain::ConvRole::Observer>(wire.role());
  checks.require(role != domain::ConvRole::None);
  return {checks.id<ConversationId>(wire.conversation_id()), checks.id<PersonId>(wire.person_id()), role};
}
domain::RemoveMember read(v1::RemoveMember& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id()), checks.id<PersonId>(wire.person_id())};
}
domain::EraseMessage read(v1::EraseMessage& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id()), checks.id<Seq>(wire.seq())};
}

domain::ListEscalations read(v1::ListEscalations&, Checks&) {
  return {};
}
domain::Acknowledge read(v1::Acknowledge& wire, Checks& checks) {
  return {checks.id<EscalationId>(wire.escalation_id())};
}
domain::MarkEyesOn read(v1::MarkEyesOn& wire, Checks& checks) {
  return {checks.id<EscalationId>(wire.escalation_id())};
}
domain::TakeInHand read(v1::TakeInHand& wire, Checks& checks) {
  return {checks.id<EscalationId>(wire.escalation_id())};
}
domain::CloseEscalation read(v1::CloseEscalation& wire, Checks& checks) {
  return {checks.id<EscalationId>(wire.escalation_id()),
          checks.same<domain::Outcome::QuestionsAskedSafe>(wire.outcome())};
}
domain::AskLead read(v1::AskLead& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id())};
}
domain::Observe read(v1::Observe& wire, Checks& checks) {
  return {checks.id<ConversationId>(wire.conversation_id())};
}
domain::SetLine read(v1::SetLine& wire, Checks& checks) {
  return {checks.shifted<domain::LineState::Closed>(wire.line())};
}
domain::SignOut read(v1::SignOut&, Checks&) {
  return {};
}
domain::Ping read(v1::Ping& wire, Checks&) {
  return {wire.nonce()};
}

}  // namespace

domain::RequestBody read_request(v1::ClientFrame& frame, Checks& checks) {
  switch (frame.body_case()) {
    case v1::ClientFrame::kHello: return read(*frame.mutable_hello(), checks);
    case v1::ClientFrame::kSubscribe: return read(*frame.mutable_subscribe(), checks);
    case v1::ClientFrame::kUnsubscribe: return read(*frame.mutable_unsubscribe(), checks);
    case v1::ClientFrame::kSend: return read(*frame.mutable_send(), checks);
    case v1::ClientFrame::kHistory: return read(*frame.mutable_history(), checks);
    case v1::ClientFrame::kMoveCursor: return read(*frame.mutable_move_cursor(), checks);
    case v1::ClientFrame::kSetTyping: return read(*frame.mutable_set_typing(), checks);
    case v1::ClientFrame::kWatchPresence: return read(*frame.mutable_watch_presence(), checks);
    case v1::ClientFrame::kSetOnCall: return read(*frame.mutable_set_on_call(), checks);
    case v1::ClientFrame::kListConversations: return read(*frame.mutable_list_conversations(), checks);
    case v1::ClientFrame::kAskForHelp: return read(*frame.mutable_ask_for_help(), checks);
    case v1::ClientFrame::kRequestStatus: return read(*frame.mutable_request_status(), checks);
    case v1::ClientFrame::kCancelRequest: return read(*frame.mutable_cancel_request(), checks);
    case v1::ClientFrame::kListWaiting: return read(*frame.mutable_list_waiting(), checks);
    case v1::ClientFrame::kTakeRequest: return read(*frame.mutable_take_request(), checks);
    case v1::ClientFrame::kEndConversation: return read(*frame.mutable_end_conversation(), checks);
    case v1::ClientFrame::kCreateGroup: return read(*frame.mutable_create_group(), checks);
    case v1::ClientFrame::kAddMember: return read(*frame.mutable_add_member(), checks);
    case v1::ClientFrame::kRemoveMember: return read(*frame.mutable_remove_member(), checks);
    case v1::ClientFrame::kEraseMessage: return read(*frame.mutable_erase_message(), checks);
    case v1::ClientFrame::kListEscalations: return read(*frame.mutable_list_escalations(), checks);
    case v1::ClientFrame::kAcknowledge: return read(*frame.mutable_acknowledge(), checks);
    case v1::ClientFrame::kMarkEyesOn: return read(*frame.mutable_mark_eyes_on(), checks);
    case v1::ClientFrame::kTakeInHand: return read(*frame.mutable_take_in_hand(), checks);
    case v1::ClientFrame::kCloseEscalation: return read(*frame.mutable_close_escalation(), checks);
    case v1::ClientFrame::kAskLead: return read(*frame.mutable_ask_lead(), checks);
    case v1::ClientFrame::kObserve: return read(*frame.mutable_observe(), checks);
    case v1::ClientFrame::kSetLine: return read(*frame.mutable_set_line(), checks);
    case v1::ClientFrame::kSignOut: return read(*frame.mutable_sign_out(), checks);
    case v1::ClientFrame::kPing: return read(*frame.mutable_ping(), checks);
    case v1::ClientFrame::BODY_NOT_SET: break;
  }
  checks.require(false);
  return domain::Ping{};
}

}  // namespace holdfast::wire
