// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/escalation.hpp"

#include <algorithm>

namespace holdfast::domain {
namespace {

std::uint32_t last_step(const PolicyRow& row) {
  return static_cast<std::uint32_t>(row.chain.size() - 1);
}
std::uint32_t step_in(const PolicyRow& row, std::uint32_t step) {
  return std::min(step, last_step(row));
}

/// How long after rung `step` the next telling is due.
std::chrono::seconds wait_after(const PolicyRow& row, std::uint32_t step) {
  return step < last_step(row) ? row.chain[step + 1].wait : row.repeat_last;
}

std::uint32_t first_sounding(const PolicyRow& row) {
  const auto rung = std::find_if(row.chain.begin(), row.chain.end(), [](const Rung& r) { return r.sound; });
  return rung == row.chain.end() ? last_step(row) : static_cast<std::uint32_t>(rung - row.chain.begin());
}

Telling telling(const Escalation& e, const PolicyRow& row) {
  const Rung& rung = row.chain[e.step];
  return {.step = e.step, .round = e.round, .whom = rung.whom, .outside = rung.outside, .sound = rung.sound};
}

/// All rungs up to the present one in one telling, each audience once.
Telling telling_up_to(const Escalation& e, const PolicyRow& row) {
  Telling all{.step = e.step, .round = e.round, .whom = {}, .outside = false, .sound = false};
  for (std::uint32_t i = 0; i <= e.step; ++i) {
    const Rung& rung = row.chain[i];
    all.outside = all.outside || rung.outside;
    all.sound = all.sound || rung.sound;
    for (const Audience audience : rung.whom) {
      if (std::find(all.whom.begin(), all.whom.end(), audience) == all.whom.end())
        all.whom.push_back(audience);
    }
  }
  return all;
}

bool someone_has(const Escalation& e) {
  return e.state == EscalationState::Acknowledged || e.state == EscalationState::EyesOn ||
         e.state == EscalationState::InHand;
}

void forget_who_had_it(Escalation& e) {
  e.state = EscalationState::Raised;
  e.acknowledged_by = PersonId{};
  e.acknowledged.reset();
  e.eyes_on.reset();
  e.in_hand.reset();
  e.closed.reset();
  e.outcome = Outcome::None;
}

/// Raised anew at `step`, told at once under a key that was never used.
EscalationMove raise_again(const Escalation& open, std::uint32_t step, const PolicyRow& row, Instant now) {
  EscalationMove move{.next = open, .tell = std::nullopt, .paged_again = true};
  forget_who_had_it(move.next);
  move.next.raised = now;
  move.next.step = step_in(row, step);
  ++move.next.round;
  move.next.next_due = now + wait_after(row, move.next.step);
  move.tell = telling(move.next, row);
  return move;
}

EscalationMove unchanged(const Escalation& open) {
  return {.next = open, .tell = std::nullopt, .paged_again = false};
}

/// A supporter who acknowledged their own card still has only the time to ask, counted from the raise.
Instant not_past_time_to_ask(const Escalation& e, const PolicyRow& row, Instant due) {
  if (!supporter_first(row) || e.step != 0) return due;
  return std::min(due, e.raised + wait_after(row, 0));
}

/// Errors: AlreadyDone for a closed one, Forbidden for anyone but who acknowledged.
Result<void> only_who_acknowledged(const Escalation& open, PersonId who) {
  if (open.state == EscalationState::Closed) return refuse(Code::AlreadyDone);
  if (!someone_has(open) || open.acknowledged_by != who) return refuse(Code::Forbidden);
  return {};
}

bool page_again(const Escalation& open, const Raise& raise, const Policy& policy, Instant now) {
  if (raise.level > open.level || raise.kinds.adds_to(open.kinds)) return true;
  if (open.state == EscalationState::InHand) return false;
  return now >= open.eyes_on.value_or(open.raised) + policy.merge_repage;
}

/// Nobody had it: the height it climbed to is kept, and a person who writes on cannot put off the rung that
/// is next.
EscalationMove page_higher(const Escalation& open, const PolicyRow& row, Instant now) {
  EscalationMove move = raise_again(open, open.step, row, now);
  move.tell = telling_up_to(move.next, row);
  if (open.next_due) move.next.next_due = std::min(*move.next.next_due, *open.next_due);
  return move;
}

}  // namespace

EscalationMove open_escalation(EscalationId id, const Raise& raise, const PolicyRow& row, Instant now) {
  EscalationMove move;
  Escalation& e = move.next;
  e.id = id;
  e.organisation = raise.organisation;
  e.conversation = raise.conversation;
  e.seeker = raise.seeker;
  e.first = raise.first;
  e.cause = raise.cause;
  e.level = raise.level;
  e.kinds = raise.kinds;
  e.raised = now;
  e.step = raise.cause == EscalationCause::Flag ? 0 : first_sounding(row);
  e.next_due = now + wait_after(row, e.step);
  move.tell = telling_up_to(e, row);
  return move;
}

EscalationMove merge(const Escalation& open, const Raise& raise, const Policy& policy, Holder holder,
                     Instant now) {
  Escalation merged = open;
  merged.level = std::max(open.level, raise.level);
  merged.kinds.add(raise.kinds);
  const PolicyRow& row = row_for(policy, merged.level, merged.kinds, holder);
  const bool asked = raise.cause != EscalationCause::Flag;
  if (asked && open.step < first_sounding(row)) {
    EscalationMove move = raise_again(merged, first_sounding(row), row, now);
    move.tell = telling_up_to(move.next, row);
    return move;
  }
  if (open.state != EscalationState::Closed && !page_again(open, raise, policy, now))
    return unchanged(merged);
  return open.state == EscalationState::Raised ? page_higher(merged, row, now)
                                               : raise_again(merged, 0, row, now);
}

EscalationMove climb(const Escalation& open, const PolicyRow& row, Instant now) {
  if (open.state == EscalationState::Closed) return unchanged(open);
  const Instant due = open.next_due.value_or(now);
  if (now < due) return unchanged(open);
  const std::uint32_t step = step_in(row, open.step);
  if (someone_has(open) || step == last_step(row)) {
    EscalationMove move = raise_again(open, step + 1, row, now);
    if (!someone_has(open)) move.next.raised = open.raised;  // the last rung again: the same raise
    return move;
  }
  EscalationMove move = unchanged(open);
  move.next.step = step + 1;
  move.next.next_due = due + wait_after(row, step + 1);
  move.tell = telling(move.next, row);
  return move;
}

Result<EscalationMove> acknowledge(const Escalation& open, PersonId who, const PolicyRow& row, Instant now) {
  if (open.state == EscalationState::Closed) return refuse(Code::AlreadyDone);
  if (someone_has(open)) {
    if (open.acknowledged_by == who) return unchanged(open);
    return refuse(Code::AlreadyDone);
  }
  EscalationMove move = unchanged(open);
  move.next.state = EscalationState::Acknowledged;
  move.next.acknowledged_by = who;
  move.next.acknowledged = now;
  move.next.next_due = not_past_time_to_ask(open, row, now + row.eyes_on);
  return move;
}

Result<EscalationMove> eyes_on(const Escalation& open, PersonId who, const PolicyRow& row, Instant now) {
  if (const Result<void> theirs = only_who_acknowledged(open, who); !theirs) return theirs.error();
  EscalationMove move = unchanged(open);
  if (open.state != EscalationState::Acknowledged) return move;
  move.next.state = EscalationState::EyesOn;
  move.next.eyes_on = now;
  move.next.next_due = not_past_time_to_ask(open, row, open.acknowledged.value_or(now) + row.in_hand);
  return move;
}

Result<EscalationMove> take_in_hand(const Escalation& open, PersonId who, const PolicyRow& row, Instant now) {
  if (const Result<void> theirs = only_who_acknowledged(open, who); !theirs) return theirs.error();
  if (open.state == EscalationState::Acknowledged) return refuse(Code::Invalid);
  EscalationMove move = unchanged(open);
  move.next.state = EscalationState::InHand;
  move.next.in_hand = now;
  move.next.next_due = now + row.outcome;
  return move;
}

Result<EscalationMove> close(const Escalation& open, PersonId who, OrgRoles roles, Outcome outcome,
                             const PolicyRow& row, Instant now) {
  if (open.state == EscalationState::Closed) return refuse(Code::AlreadyDone);
  if (outcome == Outcome::None) return refuse(Code::OutcomeMissing);
  const bool supervisor = roles.has(OrgRole::Supervisor);
  const bool theirs = someone_has(open) && open.acknowledged_by == who;
  if (row.supervisor_closes || open.level == Level::Imminent) {
    if (!supervisor || !theirs || !open.eyes_on) return refuse(Code::Forbidden);
  } else if (someone_has(open) && !theirs && !supervisor) {
    return refuse(Code::Forbidden);
  }
  EscalationMove move = unchanged(open);
  move.next.state = EscalationState::Closed;
  move.next.closed = now;
  move.next.outcome = outcome;
  move.next.next_due.reset();
  return move;
}

EscalationMove acknowledger_lost(const Escalation& open, const PolicyRow& row, Instant now) {
  if (!someone_has(open)) return unchanged(open);
  return raise_again(open, open.step, row, now);
}

EscalationMove holder_lost(const Escalation& open, const PolicyRow& before, const PolicyRow& row,
                           Instant now) {
  if (open.state != EscalationState::Raised || open.step >= first_sounding(before)) return unchanged(open);
  return raise_again(open, first_sounding(row), row, now);
}

}  // namespace holdfast::domain
