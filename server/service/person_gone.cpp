// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/escalating.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

namespace {

struct Gone {
  EscalationId escalation;
  PersonId person;
};

domain::EscalationMove without(const EscalationFacts& facts, PersonId person, Instant now) {
  if (facts.escalation.acknowledged_by == person)
    return domain::acknowledger_lost(facts.escalation, facts.row, now);
  const auto& before = domain::row_for(policy_in(facts.line.pack), facts.escalation.level,
                                       facts.escalation.kinds, domain::Holder::PresentSupporter);
  return domain::holder_lost(facts.escalation, before, facts.row, now);
}

Story<domain::Done> rearm_once(Context& ctx, Actor, Gone gone) {
  auto facts = co_await escalation_facts(ctx, gone.escalation);
  if (!facts) co_return facts.error();
  const Instant now = ctx.clock.wall();
  const auto move = without(*facts, gone.person, now);
  if (!move.tell) co_return domain::Done{};
  store::Commit commit;
  const MoveFacts traces{facts->line, facts->conversation.staff_side, now};
  put_move(commit, traces, facts->escalation, move, "who had it is gone");
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

bool concerns(const domain::Escalation& open, const std::optional<domain::Conversation>& where,
              PersonId person) {
  return open.acknowledged_by == person || (where && where->owner == person);
}

}  // namespace

Story<domain::Done> person_gone(Context& ctx, OrganisationId organisation, PersonId person) {
  co_await tell_line(ctx, organisation);
  auto open = co_await ctx.store.open_escalations(organisation);
  if (!open) co_return open.error();
  const Actor actor = the_line(organisation);
  for (const auto& escalation : *open) {
    auto where = co_await ctx.store.conversation(escalation.conversation);
    if (!where) co_return where.error();
    if (!concerns(escalation, *where, person)) continue;
    const Gone gone{escalation.id, person};
    auto rearmed = co_await again<domain::Done>(ctx, actor, gone, &rearm_once);
    if (!rearmed) co_return rearmed.error();
  }
  co_return domain::Done{};
}

}  // namespace holdfast::service
