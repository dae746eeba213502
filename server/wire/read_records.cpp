// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/read_records.hpp"

namespace holdfast::wire {
namespace {

domain::Kinds kinds(const google::protobuf::RepeatedField<int>& wire, Checks& checks) {
  domain::Kinds out;
  for (const int kind : wire) out.add(checks.shifted<domain::Kind::ChildSafety>(kind));
  return out;
}

domain::Escalation read(const v1::Escalation& wire, Checks& checks) {
  domain::Escalation out;
  out.id = EscalationId{wire.id()};
  out.version = Version{wire.version()};
  out.organisation = OrganisationId{wire.organisation_id()};
  out.conversation = ConversationId{wire.conversation_id()};
  out.seeker = PersonId{wire.seeker_id()};
  out.first = {ConversationId{wire.first_conversation_id()}, Seq{wire.first_seq()}};
  out.cause = checks.shifted<domain::EscalationCause::SupporterAsked>(wire.cause());
  out.state = checks.shifted<domain::EscalationState::Closed>(wire.state());
  out.level = checks.same<domain::Level::Imminent>(wire.level());
  out.kinds = kinds(wire.kinds(), checks);
  out.step = wire.step();
  out.round = wire.round();
  out.raised = instant_of(wire.raised_us());
  out.acknowledged_by = PersonId{wire.acknowledged_by_id()};
  if (wire.has_acknowledged_us()) out.acknowledged = instant_of(wire.acknowledged_us());
  if (wire.has_eyes_on_us()) out.eyes_on = instant_of(wire.eyes_on_us());
  if (wire.has_in_hand_us()) out.in_hand = instant_of(wire.in_hand_us());
  if (wire.has_closed_us()) out.closed = instant_of(wire.closed_us());
  out.outcome = checks.same<domain::Outcome::QuestionsAskedSafe>(wire.outcome());
  if (wire.has_next_due_us()) out.next_due = instant_of(wire.next_due_us());
  return out;
}

domain::Request read(const v1::HelpRequest& wire, Checks& checks) {
  domain::Request out;
  out.id = RequestId{wire.id()};
  out.version = Version{wire.version()};
  out.organisation = OrganisationId{wire.organisation_id()};
  out.conversation = ConversationId{wire.conversation_id()};
  out.seeker = PersonId{wire.seeker_id()};
  out.state = checks.shifted<domain::RequestState::Expired>(wire.state());
  out.level = checks.same<domain::Level::Imminent>(wire.level());
  out.urgent = wire.urgent();
  out.language = wire.language();
  out.wishes.assign(wire.wishes().begin(), wire.wishes().end());
  out.asked = instant_of(wire.asked_us());
  out.taken_by = PersonId{wire.taken_by_id()};
  if (wire.has_taken_us()) out.taken = instant_of(wire.taken_us());
  return out;
}

domain::StateNote read(const v1::StateNote& wire, Checks& checks) {
  return {checks.shifted<domain::ConversationState::Ended>(wire.state()),
          checks.same<domain::EndReason::Blocked>(wire.reason())};
}

}  // namespace

domain::Verdict read(const v1::Verdict& wire, Checks& checks) {
  domain::Verdict out;
  out.level = checks.same<domain::Level::Imminent>(wire.level());
  out.kinds = kinds(wire.kinds(), checks);
  for (const v1::Evidence& evidence : wire.evidence()) {
    out.evidence.push_back({evidence.rule(), evidence.begin(), evidence.end(), evidence.turns_back()});
  }
  out.lexicon = Version{wire.lexicon()};
  return out;
}

domain::Content read(const v1::Content& wire, Checks& checks) {
  switch (wire.kind_case()) {
    case v1::Content::kText: return domain::Text{Secret{wire.text().text()}};
    case v1::Content::kMember:
      return domain::MemberNote{checks.shifted<domain::MemberNote::What::Requeued>(wire.member().what()),
                                PersonId{wire.member().person_id()}};
    case v1::Content::kState: return read(wire.state(), checks);
    case v1::Content::kFlag: return domain::FlagNote{read(wire.flag().verdict(), checks)};
    case v1::Content::kEscalation:
      return domain::EscalationNote{read(wire.escalation().escalation(), checks)};
    case v1::Content::kRequest: return domain::RequestNote{read(wire.request().request(), checks)};
    case v1::Content::kCard:
      return domain::CardNote{checks.shifted<domain::CardNote::Card::QuietWord>(wire.card().card())};
    case v1::Content::kLine:
      return domain::LineNote{checks.shifted<domain::LineState::Closed>(wire.line().line())};
    case v1::Content::KIND_NOT_SET: break;
  }
  checks.require(false);
  return {};
}

}  // namespace holdfast::wire
