// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "domain/replies.hpp"

/// Records with every field set to something recognisable.
namespace holdfast::tests {

inline domain::Verdict a_verdict() {
  return {domain::Level::Imminent,
          domain::Kinds{}.add(domain::Kind::Suicide).add(domain::Kind::ChildSafety),
          {{"plan.tonight", 3, 14, 0}, {"means.pills", 0, 9, 2}},
          Version{12}};
}

inline domain::Escalation an_escalation() {
  domain::Escalation out;
  out.id = EscalationId{4};
  out.version = Version{3};
  out.organisation = OrganisationId{1};
  out.conversation = ConversationId{8};
  out.seeker = PersonId{5};
  out.first = {ConversationId{8}, Seq{41}};
  out.cause = domain::EscalationCause::SupporterAsked;
  out.state = domain::EscalationState::InHand;
  out.level = domain::Level::Imminent;
  out.kinds = domain::Kinds{}.add(domain::Kind::Overdose);
  out.step = 2;
  out.round = 6;
  out.raised = instant_of(1'767'643'200'000'000);
  out.acknowledged_by = PersonId{55};
  out.acknowledged = instant_of(1'767'643'201'000'000);
  out.eyes_on = instant_of(1'767'643'202'000'000);
  out.in_hand = instant_of(1'767'643'203'000'000);
  out.closed = instant_of(1'767'643'204'000'000);
  out.outcome = domain::Outcome::QuestionsAskedSafe;
  out.next_due = instant_of(1'767'643'205'000'000);
  return out;
}

inline domain::Request a_request() {
  domain::Request out;
  out.id = RequestId{6};
  out.version = Version{2};
  out.organisation = OrganisationId{1};
  out.conversation = ConversationId{8};
  out.seeker = PersonId{5};
  out.state = domain::RequestState::Expired;
  out.level = domain::Level::Watch;
  out.urgent = true;
  out.language = "en-GB";
  out.wishes = {"quiet", "sober"};
  out.asked = instant_of(1'767'643'200'000'000);
  out.taken_by = PersonId{55};
  out.taken = instant_of(1'767'643'201'000'000);
  return out;
}

inline domain::Message a_message(std::string text = "hello") {
  domain::Message out;
  out.conversation = ConversationId{8};
  out.seq = Seq{41};
  out.author = PersonId{5};
  out.at = instant_of(1'767'643'200'000'000);
  out.client_at = instant_of(1'767'643'000'000'000);
  out.client_id.bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  out.content = domain::Text{Secret{std::move(text)}};
  out.about = MessageRef{ConversationId{9}, Seq{40}};
  return out;
}

inline domain::MessagePtr shared(domain::Message message) {
  return std::make_shared<const domain::Message>(std::move(message));
}

}  // namespace holdfast::tests
