// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <variant>

#include "wire/write_envelope.hpp"
#include "wire/write_records.hpp"

namespace holdfast::wire {
namespace {

void write_body(const domain::Done&, v1::Reply& wire) {
  wire.mutable_done();
}

void write_body(const domain::Welcome& welcome, v1::Reply& wire) {
  v1::Welcome& out = *wire.mutable_welcome();
  out.set_session_id(welcome.session.get());
  out.set_person_id(welcome.person.get());
  out.set_organisation_id(welcome.organisation.get());
  for (int role = 0; role <= static_cast<int>(domain::OrgRole::Administrator); ++role) {
    if (welcome.roles.has(static_cast<domain::OrgRole>(role)))
      out.add_roles(static_cast<v1::OrgRole>(role + 1));
  }
  out.set_epoch(welcome.epoch.get());
  out.set_board_id(welcome.board.get());
  out.set_line(shifted<v1::LineState>(welcome.line));
  out.set_now_us(micros(welcome.now));
}

void write_item(const domain::SubscribedTo& item, v1::SubscribedTo& out) {
  out.set_conversation_id(item.conversation.get());
  if (item.refused) write(*item.refused, *out.mutable_error());
  out.set_epoch(item.epoch.get());
  out.set_from_seq(item.from.get());
  out.set_to_seq(item.to.get());
  out.set_head_seq(item.head.get());
  for (const domain::MessagePtr& message : item.messages) write(*message, *out.add_messages());
}

void write_body(const domain::Subscribed& subscribed, v1::Reply& wire) {
  v1::Subscribed& out = *wire.mutable_subscribed();
  for (const domain::SubscribedTo& item : subscribed.items) write_item(item, *out.add_items());
}

void write_body(const domain::Sent& sent, v1::Reply& wire) {
  v1::Sent& out = *wire.mutable_sent();
  out.set_seq(sent.seq.get());
  out.set_at_us(micros(sent.at));
  out.set_repeat(sent.repeat);
}

void write_body(const domain::Page& page, v1::Reply& wire) {
  v1::Page& out = *wire.mutable_page();
  out.set_conversation_id(page.conversation.get());
  out.set_epoch(page.epoch.get());
  out.set_head_seq(page.head.get());
  out.set_more(page.more);
  for (const domain::MessagePtr& message : page.messages) write(*message, *out.add_messages());
}

void write_body(const domain::PresenceList& list, v1::Reply& wire) {
  v1::PresenceList& out = *wire.mutable_presences();
  for (const domain::Presence& presence : list.people) write(presence, *out.add_people());
}

void write_view(const domain::ConversationView& view, v1::ConversationView& out) {
  write(view.conversation, *out.mutable_conversation());
  out.set_mine(same<v1::ConvRole>(view.mine));
  out.set_visible_from_seq(view.visible_from.get());
  out.set_head_seq(view.head.get());
  for (const domain::MemberView& member : view.members) {
    v1::MemberView& to = *out.add_members();
    to.set_person_id(member.person.get());
    to.set_role(same<v1::ConvRole>(member.role));
    to.set_display_name(member.display_name.reveal());
    to.set_read_seq(member.read.get());
    to.set_delivered_seq(member.delivered.get());
  }
}

void write_body(const domain::ConversationView& view, v1::Reply& wire) {
  write_view(view, *wire.mutable_conversation());
}

void write_body(const domain::ConversationList& list, v1::Reply& wire) {
  v1::ConversationList& out = *wire.mutable_conversations();
  for (const domain::ConversationView& view : list.conversations) write_view(view, *out.add_conversations());
  out.set_more(list.more);
}

void write_body(const domain::RequestView& view, v1::Reply& wire) {
  write(view, *wire.mutable_request());
}

void write_body(const domain::WaitingList& list, v1::Reply& wire) {
  v1::WaitingList& out = *wire.mutable_waiting();
  for (const domain::Request& request : list.requests) write(request, *out.add_requests());
  write(list.board, *out.mutable_board());
}

void write_body(const domain::EscalationList& list, v1::Reply& wire) {
  v1::EscalationList& out = *wire.mutable_escalations();
  for (const domain::Escalation& escalation : list.escalations) write(escalation, *out.add_escalations());
  write(list.board, *out.mutable_board());
}

void write_body(const domain::EscalationReply& reply, v1::Reply& wire) {
  write(reply.escalation, *wire.mutable_escalation()->mutable_escalation());
}

void write_body(const domain::Pong& pong, v1::Reply& wire) {
  wire.mutable_pong()->set_nonce(pong.nonce);
  wire.mutable_pong()->set_now_us(micros(pong.now));
}

}  // namespace

void write(const Error& error, v1::Error& wire) {
  const std::string_view name = name_of(error.code);
  const std::string_view sentence = sentence_of(error.code);
  wire.set_code(same<v1::ErrorCode>(error.code));
  wire.set_name(name.data(), name.size());
  wire.set_sentence(sentence.data(), sentence.size());
  // A refusal never asks to wait a negative time; the cast would make it centuries.
  if (error.retry_after.count() > 0)
    wire.set_retry_after_ms(static_cast<std::uint64_t>(error.retry_after.count()));
}

void write(const domain::RequestView& view, v1::RequestView& wire) {
  write(view.request, *wire.mutable_request());
  wire.set_before(view.before);
  wire.set_people_on_call(view.people_on_call);
  wire.set_line(shifted<v1::LineState>(view.line));
}

void write(const domain::Reply& reply, v1::Reply& wire) {
  wire.set_id(reply.id);
  if (!reply.result) {
    write(reply.result.error(), *wire.mutable_error());
    return;
  }
  std::visit([&](const auto& body) { write_body(body, wire); }, *reply.result);
}

}  // namespace holdfast::wire
