// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/write_records.hpp"

#include <algorithm>
#include <variant>

namespace holdfast::wire {
namespace {

void write_content(const domain::Text& text, v1::Content& wire) {
  wire.mutable_text()->set_text(text.text.reveal());
}
void write_content(const domain::MemberNote& note, v1::Content& wire) {
  wire.mutable_member()->set_what(shifted<v1::MemberNote::What>(note.what));
  wire.mutable_member()->set_person_id(note.person.get());
}
void write_content(const domain::StateNote& note, v1::Content& wire) {
  wire.mutable_state()->set_state(shifted<v1::ConversationState>(note.state));
  wire.mutable_state()->set_reason(same<v1::EndReason>(note.reason));
}
void write_content(const domain::FlagNote& note, v1::Content& wire) {
  write(note.verdict, *wire.mutable_flag()->mutable_verdict());
}
void write_content(const domain::EscalationNote& note, v1::Content& wire) {
  write(note.escalation, *wire.mutable_escalation()->mutable_escalation());
}
void write_content(const domain::RequestNote& note, v1::Content& wire) {
  write(note.request, *wire.mutable_request()->mutable_request());
}
void write_content(const domain::CardNote& note, v1::Content& wire) {
  wire.mutable_card()->set_card(shifted<v1::CardNote::Card>(note.card));
}
void write_content(const domain::LineNote& note, v1::Content& wire) {
  wire.mutable_line()->set_line(shifted<v1::LineState>(note.line));
}

}  // namespace

void write(const ClientMessageId& id, std::string& wire) {
  wire.resize(id.bytes.size());
  std::ranges::transform(id.bytes, wire.begin(), [](std::uint8_t byte) { return static_cast<char>(byte); });
}

void write(domain::Kinds kinds, google::protobuf::RepeatedField<int>& wire) {
  for (int kind = 0; kind < domain::kKindCount; ++kind) {
    if (kinds.has(static_cast<domain::Kind>(kind))) wire.Add(kind + 1);
  }
}

void write(const domain::Verdict& verdict, v1::Verdict& wire) {
  wire.set_level(same<v1::Level>(verdict.level));
  write(verdict.kinds, *wire.mutable_kinds());
  for (const domain::Evidence& evidence : verdict.evidence) {
    v1::Evidence& out = *wire.add_evidence();
    out.set_rule(evidence.rule);
    out.set_begin(evidence.begin);
    out.set_end(evidence.end);
    out.set_turns_back(evidence.turns_back);
  }
  wire.set_lexicon(verdict.lexicon.get());
}

void write(const domain::Escalation& escalation, v1::Escalation& wire) {
  wire.set_id(escalation.id.get());
  wire.set_version(escalation.version.get());
  wire.set_organisation_id(escalation.organisation.get());
  wire.set_conversation_id(escalation.conversation.get());
  wire.set_seeker_id(escalation.seeker.get());
  wire.set_first_conversation_id(escalation.first.conversation.get());
  wire.set_first_seq(escalation.first.seq.get());
  wire.set_cause(shifted<v1::EscalationCause>(escalation.cause));
  wire.set_state(shifted<v1::EscalationState>(escalation.state));
  wire.set_level(same<v1::Level>(escalation.level));
  write(escalation.kinds, *wire.mutable_kinds());
  wire.set_step(escalation.step);
  wire.set_round(escalation.round);
  wire.set_raised_us(micros(escalation.raised));
  wire.set_acknowledged_by_id(escalation.acknowledged_by.get());
  if (escalation.acknowledged) wire.set_acknowledged_us(micros(*escalation.acknowledged));
  if (escalation.eyes_on) wire.set_eyes_on_us(micros(*escalation.eyes_on));
  if (escalation.in_hand) wire.set_in_hand_us(micros(*escalation.in_hand));
  if (escalation.closed) wire.set_closed_us(micros(*escalation.closed));
  wire.set_outcome(same<v1::Outcome>(escalation.outcome));
  if (escalation.next_due) wire.set_next_due_us(micros(*escalation.next_due));
}

void write(const domain::Request& request, v1::HelpRequest& wire) {
  wire.set_id(request.id.get());
  wire.set_version(request.version.get());
  wire.set_organisation_id(request.organisation.get());
  wire.set_conversation_id(request.conversation.get());
  wire.set_seeker_id(request.seeker.get());
  wire.set_state(shifted<v1::RequestState>(request.state));
  wire.set_level(same<v1::Level>(request.level));
  wire.set_urgent(request.urgent);
  wire.set_language(request.language);
  for (const std::string& wish : request.wishes) wire.add_wishes(wish);
  wire.set_asked_us(micros(request.asked));
  wire.set_taken_by_id(request.taken_by.get());
  if (request.taken) wire.set_taken_us(micros(*request.taken));
}

void write(const domain::Cursor& cursor, v1::Cursor& wire) {
  wire.set_conversation_id(cursor.conversation.get());
  wire.set_epoch(cursor.epoch.get());
  wire.set_seq(cursor.seq.get());
}

void write(const domain::Conversation& conversation, v1::Conversation& wire) {
  wire.set_id(conversation.id.get());
  wire.set_version(conversation.version.get());
  wire.set_organisation_id(conversation.organisation.get());
  wire.set_kind(shifted<v1::ConversationKind>(conversation.kind));
  wire.set_state(shifted<v1::ConversationState>(conversation.state));
  wire.set_end_reason(same<v1::EndReason>(conversation.end_reason));
  wire.set_seeker_id(conversation.seeker.get());
  wire.set_owner_id(conversation.owner.get());
  wire.set_staff_side_id(conversation.staff_side.get());
  wire.set_main_id(conversation.main.get());
  wire.set_level(same<v1::Level>(conversation.level));
  write(conversation.kinds, *wire.mutable_kinds());
  wire.set_name(conversation.name.reveal());
  wire.set_created_us(micros(conversation.created));
  if (conversation.expires) wire.set_expires_us(micros(*conversation.expires));
}

void write(const domain::Content& content, v1::Content& wire) {
  std::visit([&](const auto& kind) { write_content(kind, wire); }, content);
}

void write(const domain::Message& message, v1::Message& wire) {
  wire.set_conversation_id(message.conversation.get());
  wire.set_seq(message.seq.get());
  wire.set_author_id(message.author.get());
  wire.set_at_us(micros(message.at));
  if (message.client_at) wire.set_client_at_us(micros(*message.client_at));
  if (message.client_id != ClientMessageId{}) write(message.client_id, *wire.mutable_client_message_id());
  wire.set_erased(message.erased);
  // Whatever the store still held of it, a tombstone leaves without words.
  if (!message.erased) write(message.content, *wire.mutable_content());
  if (message.about) {
    wire.mutable_about()->set_conversation_id(message.about->conversation.get());
    wire.mutable_about()->set_seq(message.about->seq.get());
  }
}

}  // namespace holdfast::wire
