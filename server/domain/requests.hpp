// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/secret.hpp"
#include "domain/ids.hpp"
#include "domain/records.hpp"

/// What a client may ask over its socket. One struct a request; `wire` fills them, `gateway/dispatch` hands
/// each to its story. Field limits stand in limits.hpp and are checked by `wire`; meaning is checked by the
/// story.
namespace holdfast::domain {

struct Hello {  // first frame of a socket; everything else before it is Unauthenticated
  Secret token;
  std::uint32_t protocol{1};
  std::string client;  // name/version, for the operator's counters
};

struct Cursor {
  ConversationId conversation;
  Epoch epoch;  // 0: never been here
  Seq seq;      // last seq the client has; 0: none
};

struct Subscribe {
  std::vector<Cursor> cursors;
};  // 1 to kSubscribeItems; also ends a lagging state
struct Unsubscribe {
  std::vector<ConversationId> conversations;
};
struct Send {
  ConversationId conversation;
  ClientMessageId client_id;
  Secret text;
  std::optional<Instant> client_at;
};
struct History {  // newest first when `before` is given, oldest first when `after` is
  ConversationId conversation;
  std::optional<Seq> before;
  std::optional<Seq> after;
  std::uint32_t limit{0};  // 0: the server's page
};
enum class CursorKind : std::uint8_t { Delivered = 0, Read = 1 };
struct MoveCursor {
  ConversationId conversation;
  CursorKind kind{CursorKind::Read};
  Seq seq;
};
struct SetTyping {
  ConversationId conversation;
  bool typing{false};
};
struct WatchPresence {
  std::vector<PersonId> people;
};  // replaces what was watched
struct SetOnCall {
  bool on_call{false};
};
struct ListConversations {
  ConversationId after;
  std::uint32_t limit{0};
};

struct AskForHelp {  // one open request a seeker: asking again gives the same one
  std::string language;
  std::vector<std::string> wishes;
  bool urgent{
      false};  // "I need help now": jumps the queue and opens an escalation, however often it is tapped
};
struct RequestStatus {};  // the asker's own place
struct CancelRequest {};
struct ListWaiting {};  // supporters: the queue, and the board's cursor it is true at
struct TakeRequest {
  RequestId request;
};
struct EndConversation {
  ConversationId conversation;
  EndReason reason{EndReason::Finished};
};

struct CreateGroup {
  Secret name;
};
struct AddMember {
  ConversationId conversation;
  PersonId person;
  ConvRole role{ConvRole::Participant};
};
struct RemoveMember {
  ConversationId conversation;
  PersonId person;
};  // oneself: leaving
struct EraseMessage {
  ConversationId conversation;
  Seq seq;
};

struct ListEscalations {};  // supervisors: what is open, and the board's cursor it is true at
struct Acknowledge {
  EscalationId escalation;
};
struct MarkEyesOn {
  EscalationId escalation;
};
struct TakeInHand {
  EscalationId escalation;
};
struct CloseEscalation {
  EscalationId escalation;
  Outcome outcome{Outcome::None};
};
struct AskLead {
  ConversationId conversation;
};  // a supporter's one key: enters the same machine as a flag
struct Observe {
  ConversationId conversation;
};  // read along; audited before the first byte leaves
struct SetLine {
  LineState line{LineState::Closed};
};

struct SignOut {};  // revokes the token and ends presence within 1 s
struct Ping {
  std::uint64_t nonce{0};
};

using RequestBody =
    std::variant<Hello, Subscribe, Unsubscribe, Send, History, MoveCursor, SetTyping, WatchPresence,
                 SetOnCall, ListConversations, AskForHelp, RequestStatus, CancelRequest, ListWaiting,
                 TakeRequest, EndConversation, CreateGroup, AddMember, RemoveMember, EraseMessage,
                 ListEscalations, Acknowledge, MarkEyesOn, TakeInHand, CloseEscalation, AskLead, Observe,
                 SetLine, SignOut, Ping>;

/// One frame from a client. `id` is the client's, echoed in the one reply it gets.
struct ClientRequest {
  std::uint64_t id{0};
  RequestBody body;
};

}  // namespace holdfast::domain
