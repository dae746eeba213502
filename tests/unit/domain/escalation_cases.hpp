// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>

#include "domain/escalation.hpp"

/// An evening's people and times for the tests of the escalation.
namespace holdfast::domain::cases {

using namespace std::chrono_literals;

inline const Instant kNow = instant_of(1'767'643'200'000'000);
inline constexpr PersonId kAna{11};  // supervisor
inline constexpr PersonId kBen{12};  // supervisor
inline constexpr PersonId kSam{13};  // supporter who holds the conversation
inline const OrgRoles kSupervisor = OrgRoles{}.add(OrgRole::Supervisor);
inline const OrgRoles kSupporter = OrgRoles{}.add(OrgRole::Supporter);
inline const Kinds kSuicide = Kinds{}.add(Kind::Suicide);
inline const Kinds kOverdose = Kinds{}.add(Kind::Overdose);

inline Raise raise(Level level, Kinds kinds = kSuicide, EscalationCause cause = EscalationCause::Flag) {
  return {.organisation = OrganisationId{1},
          .conversation = ConversationId{2},
          .seeker = PersonId{3},
          .first = {ConversationId{2}, Seq{4}},
          .cause = cause,
          .level = level,
          .kinds = kinds};
}

inline const PolicyRow& row(Level level, Holder holder = Holder::Nobody) {
  return row_for(default_policy(), level, kSuicide, holder);
}
inline const PolicyRow& imminent() {
  return row(Level::Imminent);
}
inline const PolicyRow& high() {
  return row(Level::High);
}
inline const PolicyRow& supporters() {
  return row(Level::High, Holder::PresentSupporter);
}

inline Escalation opened(const PolicyRow& r, Instant at = kNow) {
  return open_escalation(EscalationId{5}, raise(r.level), r, at).next;
}
inline Escalation acked(const PolicyRow& r, PersonId who = kAna, Instant at = kNow) {
  return acknowledge(opened(r, at), who, r, at)->next;
}
inline Escalation seen(const PolicyRow& r, PersonId who = kAna, Instant at = kNow) {
  return eyes_on(acked(r, who, at), who, r, at)->next;
}
inline Escalation held(const PolicyRow& r, PersonId who = kAna, Instant at = kNow) {
  return take_in_hand(seen(r, who, at), who, r, at)->next;
}
inline Escalation closed(const PolicyRow& r) {
  return close(held(r), kAna, kSupervisor, Outcome::SafeWithPlan, r, kNow)->next;
}
/// Climbs, each rung exactly when it is due, until rung `step` was told.
inline Escalation climbed_to(std::uint32_t step, const PolicyRow& r) {
  Escalation e = opened(r);
  while (e.step < step) e = climb(e, r, *e.next_due).next;
  return e;
}

}  // namespace holdfast::domain::cases
