// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "request_rows.hpp"

#include <utility>

namespace holdfast::tests {
namespace {

using namespace holdfast::domain;

/// A row whose meaning is told of one kind of request.
template <class Kind>
RequestRow row(std::string name, std::string body, bool (*means)(const Kind&)) {
  return {std::move(name), R"({"id":"7",)" + std::move(body) + "}", [means](const RequestBody& request) {
            const auto* kind = std::get_if<Kind>(&request);
            return kind != nullptr && means(*kind);
          }};
}

template <class Kind>
bool any(const Kind&) {
  return true;
}

std::vector<RequestRow> session_rows() {
  return {
      row<Hello>("hello", R"("hello":{"token":"t0k","protocol":1,"client":"c/1"})",
                 [](const Hello& is) {
                   return is.token == Secret{"t0k"} && is.protocol == 1 && is.client == "c/1";
                 }),
      row<SignOut>("sign_out", R"("signOut":{})", any),
      row<Ping>("ping", R"("ping":{"nonce":"18446744073709551615"})",
                [](const Ping& is) { return is.nonce == ~0ULL; }),
      row<WatchPresence>("watch_nobody", R"("watchPresence":{})",
                         [](const auto& is) { return is.people.empty(); }),
      row<WatchPresence>("watch", R"("watchPresence":{"personIds":["5","9223372036854775807"]})",
                         [](const auto& is) {
                           return is.people == std::vector{PersonId{5}, PersonId{9'223'372'036'854'775'807U}};
                         }),
      row<SetOnCall>("on_call", R"("setOnCall":{"onCall":true})", [](const auto& is) { return is.on_call; }),
      row<SetOnCall>("off_call", R"("setOnCall":{})", [](const auto& is) { return !is.on_call; }),
  };
}

std::vector<RequestRow> conversation_rows() {
  return {
      row<Subscribe>(
          "subscribe",
          R"("subscribe":{"cursors":[{"conversationId":"8","epoch":"2","seq":"40"},{"conversationId":"9"}]})",
          [](const Subscribe& is) {
            return is.cursors.size() == 2 && is.cursors[0].conversation == ConversationId{8} &&
                   is.cursors[0].epoch == Epoch{2} && is.cursors[0].seq == Seq{40} &&
                   is.cursors[1].conversation == ConversationId{9} && !is.cursors[1].epoch &&
                   !is.cursors[1].seq;
          }),
      row<Unsubscribe>("unsubscribe", R"("unsubscribe":{"conversationIds":["8","9"]})",
                       [](const auto& is) {
                         return is.conversations == std::vector{ConversationId{8}, ConversationId{9}};
                       }),
      row<Send>(
          "send",
          R"("send":{"conversationId":"8","clientMessageId":"AZOhbwAAcACAAAAAAAAAAQ==","text":"h\u00e9 \ud83d\ude42","clientAtUs":"1767643200000000"})",
          [](const Send& is) {
            return is.conversation == ConversationId{8} && is.client_id.bytes[0] == 0x01 &&
                   is.client_id.bytes[1] == 0x93 && is.client_id.bytes[15] == 1 &&
                   is.text == Secret{"h\xC3\xA9 \xF0\x9F\x99\x82"} &&
                   is.client_at == instant_of(1'767'643'200'000'000);
          }),
      row<Send>("send_without_clock",
                R"("send":{"conversationId":"8","clientMessageId":"AZOhbwAAcACAAAAAAAAAAQ==","text":"x"})",
                [](const Send& is) { return !is.client_at && is.text == Secret{"x"}; }),
      row<History>("history_before", R"("history":{"conversationId":"8","beforeSeq":"41","limit":200})",
                   [](const History& is) {
                     return is.conversation == ConversationId{8} && is.before == Seq{41} && !is.after &&
                            is.limit == 200;
                   }),
      row<History>("history_from_the_first", R"("history":{"conversationId":"8","afterSeq":"0"})",
                   [](const History& is) { return is.after == Seq{0} && !is.before && is.limit == 0; }),
      row<MoveCursor>("read", R"("moveCursor":{"conversationId":"8","kind":"CURSOR_KIND_READ","seq":"3"})",
                      [](const MoveCursor& is) {
                        return is.conversation == ConversationId{8} && is.kind == CursorKind::Read &&
                               is.seq == Seq{3};
                      }),
      row<MoveCursor>("delivered",
                      R"("moveCursor":{"conversationId":"8","kind":"CURSOR_KIND_DELIVERED","seq":"3"})",
                      [](const MoveCursor& is) { return is.kind == CursorKind::Delivered; }),
      row<SetTyping>("typing", R"("setTyping":{"conversationId":"8","typing":true})",
                     [](const SetTyping& is) { return is.conversation == ConversationId{8} && is.typing; }),
      row<ListConversations>("list", R"("listConversations":{})",
                             [](const auto& is) { return !is.after && is.limit == 0; }),
      row<ListConversations>("list_more", R"("listConversations":{"afterId":"8","limit":100})",
                             [](const auto& is) { return is.after == ConversationId{8} && is.limit == 100; }),
      row<EndConversation>(
          "end", R"("endConversation":{"conversationId":"8","reason":"END_REASON_SEEKER_LEFT"})",
          [](const EndConversation& is) {
            return is.conversation == ConversationId{8} && is.reason == EndReason::SeekerLeft;
          }),
      row<EraseMessage>(
          "erase", R"("eraseMessage":{"conversationId":"8","seq":"3"})",
          [](const auto& is) { return is.conversation == ConversationId{8} && is.seq == Seq{3}; }),
      row<CreateGroup>("group", R"("createGroup":{"name":"Tuesday"})",
                       [](const CreateGroup& is) { return is.name == Secret{"Tuesday"}; }),
      row<AddMember>("add",
                     R"("addMember":{"conversationId":"8","personId":"5","role":"CONV_ROLE_LISTENER"})",
                     [](const AddMember& is) {
                       return is.conversation == ConversationId{8} && is.person == PersonId{5} &&
                              is.role == ConvRole::Listener;
                     }),
      row<RemoveMember>(
          "remove", R"("removeMember":{"conversationId":"8","personId":"5"})",
          [](const auto& is) { return is.conversation == ConversationId{8} && is.person == PersonId{5}; }),
  };
}

std::vector<RequestRow> support_rows() {
  return {
      row<AskForHelp>(
          "ask", R"("askForHelp":{"language":"en-GB","wishes":["someone who has been sober"],"urgent":true})",
          [](const AskForHelp& is) {
            return is.language == "en-GB" && is.urgent &&
                   is.wishes == std::vector<std::string>{"someone who has been sober"};
          }),
      row<AskForHelp>("ask_and_say_nothing", R"("askForHelp":{})",
                      [](const auto& is) { return is.language.empty() && is.wishes.empty() && !is.urgent; }),
      row<RequestStatus>("status", R"("requestStatus":{})", any),
      row<CancelRequest>("cancel", R"("cancelRequest":{})", any),
      row<ListWaiting>("waiting", R"("listWaiting":{})", any),
      row<TakeRequest>("take", R"("takeRequest":{"requestId":"6"})",
                       [](const auto& is) { return is.request == RequestId{6}; }),
      row<SetLine>("line", R"("setLine":{"line":"LINE_STATE_LOW_RISK_ONLY"})",
                   [](const auto& is) { return is.line == LineState::LowRiskOnly; }),
      row<SetLine>("line_open", R"("setLine":{"line":"LINE_STATE_OPEN"})",
                   [](const auto& is) { return is.line == LineState::Open; }),
      row<ListEscalations>("escalations", R"("listEscalations":{})", any),
      row<Acknowledge>("acknowledge", R"("acknowledge":{"escalationId":"4"})",
                       [](const auto& is) { return is.escalation == EscalationId{4}; }),
      row<MarkEyesOn>("eyes_on", R"("markEyesOn":{"escalationId":"4"})",
                      [](const auto& is) { return is.escalation == EscalationId{4}; }),
      row<TakeInHand>("in_hand", R"("takeInHand":{"escalationId":"4"})",
                      [](const auto& is) { return is.escalation == EscalationId{4}; }),
      row<CloseEscalation>("close",
                           R"("closeEscalation":{"escalationId":"4","outcome":"OUTCOME_SAFE_WITH_PLAN"})",
                           [](const CloseEscalation& is) {
                             return is.escalation == EscalationId{4} && is.outcome == Outcome::SafeWithPlan;
                           }),
      row<CloseEscalation>("close_without_outcome", R"("closeEscalation":{"escalationId":"4"})",
                           [](const auto& is) { return is.outcome == Outcome::None; }),
      row<AskLead>("ask_lead", R"("askLead":{"conversationId":"8"})",
                   [](const auto& is) { return is.conversation == ConversationId{8}; }),
      row<Observe>("observe", R"("observe":{"conversationId":"8"})",
                   [](const auto& is) { return is.conversation == ConversationId{8}; }),
  };
}

}  // namespace

const std::vector<RequestRow>& request_rows() {
  static const std::vector<RequestRow> rows = [] {
    std::vector<RequestRow> all = session_rows();
    for (auto&& part : {conversation_rows(), support_rows()}) all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return rows;
}

}  // namespace holdfast::tests
