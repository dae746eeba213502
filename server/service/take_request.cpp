// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "domain/queue.hpp"
#include "service/again.hpp"
#include "service/changes.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

namespace {

struct Take {
  domain::Request request;
  domain::Conversation main;
  domain::Conversation beside;
  domain::Member seat;  // on the main side, as it was
  domain::Member staff_seat;
  ConversationId board;
};

Story<Take> take_facts(Context& ctx, Actor actor, RequestId id) {
  auto request = co_await ctx.store.request(id);
  if (!request) co_return request.error();
  if (!*request || (*request)->organisation != actor.organisation) co_return refuse(Code::NotFound);
  auto main = co_await ctx.store.conversation((*request)->conversation);
  if (!main) co_return main.error();
  if (!*main) co_return refuse(Code::NotFound);
  auto beside = co_await ctx.store.conversation((*main)->staff_side);
  if (!beside) co_return beside.error();
  if (!*beside) co_return refuse(Code::NotFound);
  auto seat = co_await ctx.store.member((*main)->id, actor.person);
  if (!seat) co_return seat.error();
  auto staff_seat = co_await ctx.store.member((*beside)->id, actor.person);
  if (!staff_seat) co_return staff_seat.error();
  auto organisation = co_await organisation_of(ctx, actor.organisation);
  if (!organisation) co_return organisation.error();
  co_return Take{std::move(**request),
                 std::move(**main),
                 std::move(**beside),
                 seat->value_or(domain::Member{}),
                 staff_seat->value_or(domain::Member{}),
                 organisation->board};
}

void seat(store::Commit& commit, domain::Member member, ConversationId where, PersonId who, Instant now) {
  member.conversation = where;
  member.person = who;
  member.role = domain::ConvRole::Owner;
  member.visible_from = Seq{1};  // what was said while waiting is for who answers
  member.joined = now;
  put(commit, std::move(member));
}

store::Commit take_commit(const Take& facts, domain::Request taken, const Actor& actor, Instant now) {
  store::Commit commit;
  put(commit, taken);
  domain::Conversation main = facts.main;
  main.state = domain::ConversationState::Held;
  main.owner = actor.person;
  put(commit, main);
  put(commit, facts.beside);  // its members change
  seat(commit, facts.seat, main.id, actor.person, now);
  seat(commit, facts.staff_seat, facts.beside.id, actor.person, now);
  say_member(commit, main.id, domain::MemberNote::What::Took, actor.person);
  say(commit, main.id, domain::StateNote{main.state, domain::EndReason::None});
  say_member(commit, facts.beside.id, domain::MemberNote::What::Took, actor.person);
  audit(commit, now, actor, domain::AuditAction::TookRequest, taken.id.get(), main.id.get());
  publish(commit, domain::topic(actor.person), domain::ConversationAdded{main.id});
  publish(commit, domain::topic(actor.person), domain::ConversationAdded{facts.beside.id});
  taken.version = Version{taken.version.get() + 1};
  say(commit, facts.board, domain::RequestNote{std::move(taken)});
  return commit;
}

/// Exactly one wins: the request's version. Who comes second reads it as taken.
Story<domain::ConversationView> take_once(Context& ctx, Actor actor, domain::TakeRequest request) {
  auto facts = co_await take_facts(ctx, actor, request.request);
  if (!facts) co_return facts.error();
  const Instant now = ctx.clock.wall();
  auto taken = domain::take(facts->request, actor.person, now);
  if (!taken) co_return taken.error();
  auto commit = take_commit(*facts, std::move(*taken), actor, now);
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.turns.forget(facts->main.id);
  ctx.presence.attended(actor.person);
  co_await tell_places(ctx, actor.organisation);
  auto place = co_await place_of(ctx, actor, facts->main.id);
  if (!place) co_return place.error();
  auto view = co_await view_of(ctx, actor, std::move(*place));
  co_return view;
}

}  // namespace

Story<domain::ConversationView> take_request(Context& ctx, Actor actor, domain::TakeRequest request) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::TakeRequest, domain::ConversationKind::Board);
  if (!allowed) co_return allowed.error();
  auto view = co_await again<domain::ConversationView>(ctx, actor, request, &take_once);
  co_return view;
}

}  // namespace holdfast::service
