// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/working.hpp"

#include <utility>

#include "service/again.hpp"

namespace holdfast::service {

namespace {

bool moved(const domain::Escalation& before, const domain::EscalationMove& move) {
  return move.tell || move.next.state != before.state || move.next.next_due != before.next_due;
}

domain::Action permission(const domain::Escalation& escalation, const Step& step) {
  const bool dismissal =
      step.outcome == domain::Outcome::NotACrisis && escalation.level < domain::Level::Imminent;
  return dismissal ? domain::Action::DismissHigh : domain::Action::WorkEscalation;
}

Story<domain::EscalationReply> work_once(Context& ctx, Actor actor, Step step) {
  auto facts = co_await escalation_facts(ctx, step.escalation);
  if (!facts) co_return facts.error();
  const domain::Escalation& before = facts->escalation;
  auto member = co_await ctx.store.member(before.conversation, actor.person);
  if (!member) co_return member.error();
  const auto role = *member ? (*member)->role : domain::ConvRole::None;
  domain::Standing standing = standing_of(actor, before.organisation, role);
  standing.escalation = before.level;
  const auto allowed = domain::allow(standing, permission(before, step), facts->conversation.kind);
  if (!allowed) co_return allowed.error();

  const Instant now = ctx.clock.wall();
  auto move = step.decide(*facts, actor, step.outcome, now);
  if (!move) co_return move.error();
  if (!moved(before, *move)) co_return domain::EscalationReply{before};
  store::Commit commit;
  const MoveFacts traces{facts->line, facts->conversation.staff_side, now};
  put_move(commit, traces, before, *move, step.acts);
  audit(commit, now, actor, step.action, before.id.get(), static_cast<std::uint64_t>(step.outcome));
  if (step.action == domain::AuditAction::Closed) {
    put_task(commit, domain::TaskKind::FollowUp, before.organisation, before.id.get(),
             now + limits::kFollowUp);
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.presence.attended(actor.person);
  domain::EscalationReply reply{move->next};
  reply.escalation.version = Version{reply.escalation.version.get() + 1};
  co_return reply;
}

}  // namespace

Story<domain::EscalationReply> work_escalation(Context& ctx, Actor actor, Step step) {
  auto reply = co_await again<domain::EscalationReply>(ctx, actor, step, &work_once);
  co_return reply;
}

}  // namespace holdfast::service
