// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/secret.hpp"
#include "domain/content.hpp"
#include "domain/ids.hpp"
#include "domain/records.hpp"
#include "domain/requests.hpp"

/// What a client is told: one reply to each request, and events nobody asked for.
namespace holdfast::domain {

using MessagePtr =
    std::shared_ptr<const Message>;  // committed, so it never changes; shared by every listener

struct Done {};
struct Welcome {
  SessionId session;
  PersonId person;
  OrganisationId organisation;
  OrgRoles roles;
  Epoch epoch;
  ConversationId board;  // staff only, else 0
  LineState line{LineState::Closed};
  Instant now;
};
struct SubscribedTo {
  ConversationId conversation;
  std::optional<Error> refused;  // the others of the page still count
  Epoch epoch;
  Seq from, to;  // the range `messages` covers: (from, to]
  Seq head;      // to < head: the client pages on and subscribes again; live events begin at head
  std::vector<MessagePtr> messages;
};
struct Subscribed {
  std::vector<SubscribedTo> items;
};
struct Sent {
  Seq seq;
  Instant at;
  bool repeat{false};
};
struct Page {
  ConversationId conversation;
  Epoch epoch;
  Seq head;
  bool more{false};
  std::vector<MessagePtr> messages;
};

/// Three facts, never one dot (P8). Times are given to nobody but supervisors.
struct Presence {
  PersonId person;
  bool connected{false};
  bool on_call{false};
  bool attending{false};
};
struct PresenceList {
  std::vector<Presence> people;
};

struct MemberView {
  PersonId person;
  ConvRole role{ConvRole::None};
  Secret display_name;  // empty for seekers
  Seq read, delivered;
};
struct ConversationView {
  Conversation conversation;  // owner, state, staff side (0 unless the asker may see it)
  ConvRole mine{ConvRole::None};
  Seq visible_from, head;
  std::vector<MemberView> members;
};
struct ConversationList {
  std::vector<ConversationView> conversations;
  bool more{false};
};

/// The truth about a place in the queue. With nobody on call `people_on_call` is 0 and no number is promised.
struct RequestView {
  Request request;
  std::uint32_t before{0};
  std::uint32_t people_on_call{0};
  LineState line{LineState::Closed};
};
struct WaitingList {
  std::vector<Request> requests;
  Cursor board;
};
struct EscalationList {
  std::vector<Escalation> escalations;
  Cursor board;
};
struct EscalationReply {
  Escalation escalation;
};
struct Pong {
  std::uint64_t nonce{0};
  Instant now;
};

using ReplyBody =
    std::variant<Done, Welcome, Subscribed, Sent, Page, PresenceList, ConversationView, ConversationList,
                 RequestView, WaitingList, EscalationList, EscalationReply, Pong>;

struct Reply {
  std::uint64_t id{0};  // the request's
  Result<ReplyBody> result;
};

// Events.
struct MessageEvent {
  MessagePtr message;
};
struct CursorEvent {
  ConversationId conversation;
  PersonId person;
  CursorKind kind{CursorKind::Read};
  Seq seq;
};
struct TypingEvent {
  ConversationId conversation;
  PersonId person;
  bool typing{false};
};
struct PresenceEvent {
  Presence presence;
};
struct QueuePlaceEvent {
  RequestView place;
};
struct ConversationAdded {
  ConversationId conversation;
};  // to a person: something new they are a member of
struct AccessEnded {
  ConversationId conversation;
};  // to a person: no longer theirs to read
struct TokenRevoked {
  TokenId token;
};  // to a person: its sockets close
struct Erased {
  ConversationId conversation;
  Seq seq;
};  // seq 0: the whole conversation
struct LineEvent {
  LineState line{LineState::Closed};
};
/// P14: a crisis text whose commit failed. Undurable, without text; the durable one merges by the client's
/// id.
struct AlarmEvent {
  ConversationId conversation;
  PersonId author;
  ClientMessageId client_id;
  Level level{Level::High};
};

using EventBody = std::variant<MessageEvent, CursorEvent, TypingEvent, PresenceEvent, QueuePlaceEvent,
                               ConversationAdded, AccessEnded, TokenRevoked, Erased, LineEvent, AlarmEvent>;

/// Who hears an event: listeners of a conversation, all sockets of a person, or all staff sockets of an
/// organisation.
struct Topic {
  enum class Of : std::uint8_t { Conversation = 0, Person = 1, Staff = 2 };
  Of of{Of::Conversation};
  std::uint64_t id{0};
  friend bool operator==(const Topic&, const Topic&) = default;
};
[[nodiscard]] inline Topic topic(ConversationId id) {
  return {Topic::Of::Conversation, id.get()};
}
[[nodiscard]] inline Topic topic(PersonId id) {
  return {Topic::Of::Person, id.get()};
}
[[nodiscard]] inline Topic staff_topic(OrganisationId id) {
  return {Topic::Of::Staff, id.get()};
}

struct Event {
  Topic topic;
  EventBody body;
};

/// Session-only frames that never cross a bus.
struct Lagging {
  ConversationId conversation;
  Seq head;
};  // no more live events of it until it is subscribed again
struct Draining {
  std::chrono::milliseconds reconnect_after{0};
};
using Notice = std::variant<Lagging, Draining>;

}  // namespace holdfast::domain
