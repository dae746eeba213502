// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "domain/policy.hpp"
#include "domain/records.hpp"

/// The escalation as a pure state machine: record, policy row and time in; the next record and what to tell
/// out. It never rests (P6): every open record has a `next_due`. `row` is always `row_for` of the record's
/// level and kinds and of who holds the conversation now; a step beyond a shorter chain counts as its last
/// rung.
namespace holdfast::domain {

struct Telling {
  std::uint32_t step{0};
  std::uint32_t round{0};
  std::vector<Audience> whom;
  bool outside{false};
  bool sound{true};
};

struct EscalationMove {
  Escalation next;              // version untouched: the committer adds one
  std::optional<Telling> tell;  // rung to tell now; key for idempotency: escalation/step/round/recipient
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

/// A new escalation in state Raised with its first rung told. Where a person asked (cause not Flag), that is
/// the first rung that sounds: nobody asks in silence.
[[nodiscard]] EscalationMove open_escalation(EscalationId id, const Raise& raise, const PolicyRow& row,
                                             Instant now);

/// Another flag of the same seeker while one is open. Pages again (state Raised) if the level rises, a kind
/// is new, or nobody has had eyes on for `merge_repage` (in hand counts as eyes on); otherwise only links.
/// Someone had it: step 0 and clocks anew. Nobody had: it keeps the height it climbed to, all rungs up to
/// there are told, and no clock gets later. A person who asks (cause not Flag) also moves a silent,
/// supporter-first start on to the first rung that sounds, once. Level never falls. Takes: an open record; a
/// closed one is the caller's bug and is raised anew, never lost.
[[nodiscard]] EscalationMove merge(const Escalation& open, const Raise& raise, const Policy& policy,
                                   Holder holder, Instant now);

/// The clock ran out at or before `now`. Raised: the next rung, or the last again. Acknowledged without eyes
/// on, no action in time, or in hand without outcome: re-opened one step up. Not due yet: the record
/// unchanged, nothing to tell. After an outage one call gives one rung, due at once again until the chain has
/// caught up with the time that passed.
[[nodiscard]] EscalationMove climb(const Escalation& open, const PolicyRow& row, Instant now);

/// Errors: AlreadyDone (someone else holds it, or closed). The same person again: unchanged success.
[[nodiscard]] Result<EscalationMove> acknowledge(const Escalation& open, PersonId who, const PolicyRow& row,
                                                 Instant now);
/// Only who acknowledged. Errors: Forbidden, AlreadyDone. Seen already: unchanged success.
[[nodiscard]] Result<EscalationMove> eyes_on(const Escalation& open, PersonId who, const PolicyRow& row,
                                             Instant now);
/// Only who acknowledged, after eyes on. In hand already: "still on it", the time to an outcome starts anew.
/// Errors: Forbidden, Invalid (no eyes on yet), AlreadyDone.
[[nodiscard]] Result<EscalationMove> take_in_hand(const Escalation& open, PersonId who, const PolicyRow& row,
                                                  Instant now);
/// An imminent: only the supervisor who acknowledged it and had eyes on. Else: who has it, a supervisor, or,
/// while nobody has it, whoever `allow` lets dismiss it. Errors: AlreadyDone, OutcomeMissing, Forbidden.
[[nodiscard]] Result<EscalationMove> close(const Escalation& open, PersonId who, OrgRoles roles,
                                           Outcome outcome, const PolicyRow& row, Instant now);
/// The acknowledger's lease ended, in hand or not: re-armed at the same step, told again at once. Nobody had
/// it: unchanged.
[[nodiscard]] EscalationMove acknowledger_lost(const Escalation& open, const PolicyRow& row, Instant now);
/// The conversation's holder is gone (lease, ending, back to the queue) and `row` is the one without them:
/// while nobody has acknowledged and the start was silent, the first rung that sounds is told at once.
/// Otherwise unchanged.
[[nodiscard]] EscalationMove holder_lost(const Escalation& open, const PolicyRow& before,
                                         const PolicyRow& row, Instant now);

/// What one person carries of the open imminents. One in hand and one watched at most (P6): a further one
/// goes on climbing until someone with room takes it.
struct Carried {
  std::uint32_t in_hand{0};
  std::uint32_t watched{0};  // acknowledged or eyes on
};
/// Takes: every open escalation of the organisation, or at least all of this person's; `except` is not
/// counted.
[[nodiscard]] Carried carried_by(PersonId who, std::span<const Escalation> open, EscalationId except);
/// Errors: Forbidden. Anything below imminent always fits.
[[nodiscard]] Result<void> room_to_acknowledge(const Escalation& escalation, Carried carried);
[[nodiscard]] Result<void> room_to_take_in_hand(const Escalation& escalation, Carried carried);

}  // namespace holdfast::domain
