// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// THE story. Facts from this reactor's memory or the store; refused? by domain; verdict by the detector; one
/// commit of the message, its flag and its escalation, guarded by the policy and by the author's last
/// message; the answer.
#include <algorithm>
#include <utility>

#include "domain/post.hpp"
#include "service/alarming.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"
#include "service/flagging.hpp"
#include "service/judging.hpp"

namespace holdfast::service {

namespace {

store::Commit message_commit(const TurnCache::Facts& facts, const domain::Send& send, PersonId author,
                             Instant now) {
  store::Commit commit;
  commit.guards.emplace_back(store::PolicyIs{send.conversation, facts.conversation.version});
  commit.guards.emplace_back(store::AuthorLastIs{send.conversation, author, facts.author_last});
  std::optional<Instant> client_at = send.client_at;
  if (client_at && std::chrono::abs(*client_at - now) <= limits::kClockShown) client_at.reset();
  commit.changes.emplace_back(
      store::Append{send.conversation, author, send.client_id, domain::Text{send.text}, client_at, {}, true});
  return commit;
}

Result<void> refused(const TurnCache::Facts& facts, const domain::PostFacts& post, const Actor& actor,
                     std::size_t bytes, Instant now) {
  const auto standing = standing_of(actor, facts.conversation.organisation, facts.author.role);
  const auto allowed = domain::allow(standing, domain::Action::WriteConversation, facts.conversation.kind);
  // NotFound hides everything; other refusals give way to the reason that helps the person (ended, muted).
  if (!allowed && allowed.error().code == Code::NotFound) return allowed.error();
  const auto may = domain::may_post(post, bytes, now);
  if (!may) return may.error();
  return allowed;
}

/// A repeat of what was stored gets its first answer even where the same could no longer be said: dedupe
/// decides before guards, and this guard never holds.
Story<domain::Sent> first_answer(Context& ctx, PersonId author, domain::Send send, Error refusal) {
  store::Commit commit;
  commit.guards.emplace_back(store::PolicyIs{send.conversation, Version{}});
  commit.changes.emplace_back(store::Append{send.conversation,
                                            author,
                                            send.client_id,
                                            domain::Text{std::move(send.text)},
                                            send.client_at,
                                            {},
                                            true});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (done && done->outcome == store::Outcome::Repeat)
    co_return domain::Sent{done->seqs.front(), done->at, true};
  if (!done && done.error().code == Code::OtherBody) co_return done.error();
  co_return refusal;
}

domain::Work work_of(const domain::PostEffects& effects, const domain::Conversation& conversation) {
  if (effects.escalate || effects.private_to_staff) return domain::Work::Escalation;
  const bool group = conversation.kind == domain::ConversationKind::Group;
  return group ? domain::Work::GroupSend : domain::Work::OneToOneSend;
}

bool may_be_a_repeat(Code code) {
  return code == Code::Ended || code == Code::Muted;
}

domain::Sent answer(Context& ctx, TurnCache::Flight& flight, const store::Committed& done) {
  const bool repeat = done.outcome == store::Outcome::Repeat;
  if (!repeat) flight.stored(done.seqs.front());
  ctx.observer.count(repeat ? Signal::MessageRepeated : Signal::MessageCommitted);
  return {done.seqs.front(), done.at, repeat};
}

}  // namespace

Story<domain::Sent> post_message(Context& ctx, Actor actor, domain::Send send) {
  TurnCache::Flight flight{ctx.turns,      send.conversation,  actor.person,
                           send.client_id, send.text.reveal(), ctx.clock.wall()};
  domain::Level graveness = domain::Level::None;
  for (int attempt = 0; attempt < limits::kConflictTries; ++attempt) {
    if (attempt > 0) co_await ctx.turns.wait_ahead(flight);
    auto facts = ctx.turns.facts(flight);
    if (!facts) {
      auto read = co_await member_facts(ctx, send.conversation, actor.person);
      if (!read) co_return fail(ctx, actor, send, judged_alone(ctx, actor, send), read.error());
      facts = ctx.turns.facts(flight);
      if (!facts) facts = std::move(*read);
    }
    const Instant now = ctx.clock.wall();
    const domain::PostFacts post{facts->conversation, facts->author, actor.roles};
    const auto may = refused(*facts, post, actor, send.text.size(), now);
    if (!may && may_be_a_repeat(may.error().code)) {
      auto first = co_await first_answer(ctx, actor.person, std::move(send), may.error());
      co_return first;
    }
    if (!may) co_return may.error();

    const auto verdict = judge(ctx, actor, *facts, send.text.reveal(), now);
    const auto effects = domain::effects_of(verdict, post);
    graveness = effects.escalate ? verdict.level : domain::Level::None;
    const auto room = domain::admit(work_of(effects, facts->conversation), ctx.store.load());
    if (!room) co_return room.error();

    auto commit = message_commit(*facts, send, actor.person, now);
    if (effects.store_flag) {
      const Flagging flagging{actor, facts->conversation, verdict, effects, now};
      auto flagged = co_await put_flag(ctx, flagging, &commit);
      if (!flagged) co_return fail(ctx, actor, send, graveness, flagged.error());
    }
    auto done = co_await ctx.store.commit(std::move(commit));
    if (done) {
      if (effects.raise_conversation) ctx.turns.forget(send.conversation);
      if (actor.roles.staff()) ctx.presence.attended(actor.person);
      count_flag(ctx, effects, *done);
      co_return answer(ctx, flight, *done);
    }
    if (done.error().code != Code::Conflict) co_return fail(ctx, actor, send, graveness, done.error());
    ctx.turns.forget(send.conversation);
    ctx.observer.count(Signal::PostConflict);
  }
  co_return fail(ctx, actor, send, graveness, refuse(Code::Busy, limits::kBusyRetry));
}

}  // namespace holdfast::service
