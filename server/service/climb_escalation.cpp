// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/escalating.hpp"

namespace holdfast::service {

/// A clock ran out. Nothing due (someone was faster, or the clock was set anew, which made a row of its own):
/// the row just ends. A lost claim is a Conflict: another node has climbed.
Story<domain::Done> climb_escalation(Context& ctx, domain::Task task) {
  store::Commit commit;
  commit.changes.emplace_back(store::FinishTask{task.id, task.version});
  auto facts = co_await escalation_facts(ctx, EscalationId{task.subject});
  if (!facts && facts.error().code != Code::NotFound) co_return facts.error();
  if (facts) {
    const domain::Escalation& before = facts->escalation;
    const Instant now = ctx.clock.wall();
    const auto move = domain::climb(before, facts->row, now);
    const bool due = move.tell || move.next.next_due != before.next_due;
    const MoveFacts traces{facts->line, facts->conversation.staff_side, now};
    if (due) put_move(commit, traces, before, move, move.paged_again ? "told again" : "climbed");
    if (due) ctx.observer.count(Signal::EscalationStep);
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

}  // namespace holdfast::service
