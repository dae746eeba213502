// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <variant>

#include "wire/write_envelope.hpp"
#include "wire/write_records.hpp"

namespace holdfast::wire {
namespace {

void write_body(const domain::CursorEvent& event, v1::Event& wire) {
  v1::CursorMoved& out = *wire.mutable_cursor();
  out.set_conversation_id(event.conversation.get());
  out.set_person_id(event.person.get());
  out.set_kind(shifted<v1::CursorKind>(event.kind));
  out.set_seq(event.seq.get());
}
void write_body(const domain::TypingEvent& event, v1::Event& wire) {
  v1::TypingChanged& out = *wire.mutable_typing();
  out.set_conversation_id(event.conversation.get());
  out.set_person_id(event.person.get());
  out.set_typing(event.typing);
}
void write_body(const domain::PresenceEvent& event, v1::Event& wire) {
  write(event.presence, *wire.mutable_presence()->mutable_presence());
}
void write_body(const domain::QueuePlaceEvent& event, v1::Event& wire) {
  write(event.place, *wire.mutable_queue_place()->mutable_place());
}
void write_body(const domain::ConversationAdded& event, v1::Event& wire) {
  wire.mutable_conversation_added()->set_conversation_id(event.conversation.get());
}
void write_body(const domain::AccessEnded& event, v1::Event& wire) {
  wire.mutable_access_ended()->set_conversation_id(event.conversation.get());
}
void write_body(const domain::TokenRevoked& event, v1::Event& wire) {
  wire.mutable_token_revoked()->set_token_id(event.token.get());
}
void write_body(const domain::Erased& event, v1::Event& wire) {
  wire.mutable_erased()->set_conversation_id(event.conversation.get());
  wire.mutable_erased()->set_seq(event.seq.get());
}
void write_body(const domain::LineEvent& event, v1::Event& wire) {
  wire.mutable_line()->set_line(shifted<v1::LineState>(event.line));
}
void write_body(const domain::AlarmEvent& event, v1::Event& wire) {
  v1::Alarm& out = *wire.mutable_alarm();
  out.set_conversation_id(event.conversation.get());
  out.set_author_id(event.author.get());
  write(event.client_id, *out.mutable_client_message_id());
  out.set_level(same<v1::Level>(event.level));
}

void write_body(const domain::Lagging& notice, v1::Notice& wire) {
  wire.mutable_lagging()->set_conversation_id(notice.conversation.get());
  wire.mutable_lagging()->set_head_seq(notice.head.get());
}
void write_body(const domain::Draining& notice, v1::Notice& wire) {
  const auto wait = notice.reconnect_after.count();
  wire.mutable_draining()->set_reconnect_after_ms(wait > 0 ? static_cast<std::uint64_t>(wait) : 0);
}

}  // namespace

void write(const domain::Presence& presence, v1::Presence& wire) {
  wire.set_person_id(presence.person.get());
  wire.set_connected(presence.connected);
  wire.set_on_call(presence.on_call);
  wire.set_attending(presence.attending);
}

void write(const domain::EventBody& event, Epoch epoch, v1::Event& wire) {
  if (const auto* committed = std::get_if<domain::MessageEvent>(&event)) {
    write(*committed->message, *wire.mutable_message()->mutable_message());
    wire.mutable_message()->set_epoch(epoch.get());
    return;
  }
  std::visit(
      [&](const auto& body) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(body)>, domain::MessageEvent>)
          write_body(body, wire);
      },
      event);
}

void write(const domain::Notice& notice, v1::Notice& wire) {
  std::visit([&](const auto& body) { write_body(body, wire); }, notice);
}

}  // namespace holdfast::wire
