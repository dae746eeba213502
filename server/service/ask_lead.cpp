// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/escalating.hpp"

namespace holdfast::service {

namespace {

/// The escalation that is there already, where asking again changes nothing.
bool only_links(const RaiseFacts& facts, const domain::EscalationMove& move) {
  return facts.open && !move.tell && move.next.state == facts.open->state &&
         move.next.level == facts.open->level;
}

Story<domain::EscalationReply> ask_once(Context& ctx, Actor actor, domain::AskLead request) {
  auto place = co_await place_for(ctx, actor, request.conversation, domain::Action::AskLead);
  if (!place) co_return place.error();
  auto facts = co_await raise_facts(ctx, place->conversation, place->conversation.seeker);
  if (!facts) co_return facts.error();
  domain::Raise raise;
  raise.organisation = actor.organisation;
  raise.conversation = request.conversation;
  raise.seeker = place->conversation.seeker;
  raise.first.conversation = request.conversation;
  raise.cause = domain::EscalationCause::SupporterAsked;
  raise.level = domain::Level::High;
  raise.kinds = place->conversation.kinds;
  const Instant now = ctx.clock.wall();
  const auto move = raise_or_merge(*facts, raise, now);
  if (only_links(*facts, move)) co_return domain::EscalationReply{*facts->open};

  store::Commit commit;
  const MoveFacts traces{facts->line, place->conversation.staff_side, now};
  put_move(commit, traces, facts->open, move, "a supporter asked for a lead");
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.observer.count(Signal::EscalationOpened);
  domain::EscalationReply reply{move.next};
  reply.escalation.version = Version{reply.escalation.version.get() + 1};
  co_return reply;
}

}  // namespace

/// One key: enters the same machine as a flag.
Story<domain::EscalationReply> ask_lead(Context& ctx, Actor actor, domain::AskLead request) {
  auto reply = co_await again<domain::EscalationReply>(ctx, actor, request, &ask_once);
  co_return reply;
}

}  // namespace holdfast::service
