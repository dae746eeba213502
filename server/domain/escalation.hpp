// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "base/error.hpp"
#include "domain/policy.hpp"
#include "domain/records.hpp"

/// The escalation as a pure state machine: record, policy row and time in; the next record and what to tell out.
/// It never rests (P6): every open record has a `next_due`.
namespace holdfast::domain {

struct Telling {
  std::uint32_t step{0};
  std::uint32_t round{0};
  std::vector<Audience> whom;
  bool outside{false};
  bool sound{true};
};

struct EscalationMove {
  Escalation next;               // version untouched: the committer adds one
  std::optional<Telling> tell;   // rung to tell now; key for idempotency: escalation/step/round/recipient
  bool paged_again{false};
};

struct Raise {
  OrganisationId organisation;
  ConversationId conversation;
  PersonId seeker;
  MessageRef first;
  EscalationCause cause{EscalationCause::Flag};
  Level level{Level::High};
  Kinds kinds;
};

/// A new escalation in state Raised with its first rung told.
[[nodiscard]] EscalationMove open_escalation(EscalationId id, const Raise& raise, const PolicyRow& row, Instant now);

/// Another flag of the same seeker while one is open. Pages again (step 0, clocks anew, state Raised) if the level rises,
/// a kind is new, or nobody has had eyes on for `merge_repage`; otherwise only links. Level never falls.
[[nodiscard]] EscalationMove merge(const Escalation& open, const Raise& raise, const Policy& policy, Holder holder,
                                   Instant now);

/// The clock ran out at or before `now`. Raised: the next rung, or the last again. Acknowledged without eyes on, or no
/// action in time: re-opened one step up. Not due yet: gives the record unchanged and nothing to tell.
[[nodiscard]] EscalationMove climb(const Escalation& open, const PolicyRow& row, Instant now);

/// Errors: AlreadyDone (someone else holds it, or closed). The same person again: unchanged success.
[[nodiscard]] Result<EscalationMove> acknowledge(const Escalation& open, PersonId who, const PolicyRow& row, Instant now);
/// Only who acknowledged. Errors: Forbidden, AlreadyDone.
[[nodiscard]] Result<EscalationMove> eyes_on(const Escalation& open, PersonId who, const PolicyRow& row, Instant now);
[[nodiscard]] Result<EscalationMove> take_in_hand(const Escalation& open, PersonId who, const PolicyRow& row, Instant now);
/// Errors: OutcomeMissing, Forbidden (an imminent needs a supervisor), AlreadyDone.
[[nodiscard]] Result<EscalationMove> close(const Escalation& open, PersonId who, OrgRoles roles, Outcome outcome,
                                           const PolicyRow& row, Instant now);
/// The acknowledger's lease ended before it was in hand: re-armed at the same step, told again at once.
[[nodiscard]] EscalationMove acknowledger_lost(const Escalation& open, const PolicyRow& row, Instant now);

}  // namespace holdfast::domain
