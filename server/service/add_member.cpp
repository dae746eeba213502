// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/seating.hpp"

namespace holdfast::service {

namespace {

/// Roles that are given: not the seeker's seat, not the owner's (taken), not the observer's
/// (observe_conversation).
bool may_give(const domain::Conversation& conversation, const domain::Person& person, domain::ConvRole role) {
  const bool group = conversation.kind == domain::ConversationKind::Group;
  switch (role) {
    case domain::ConvRole::Participant:  // in support: a lead who joins openly
      return group || person.roles.has(domain::OrgRole::Supervisor);
    case domain::ConvRole::Listener: return group;
    case domain::ConvRole::Facilitator: return group && person.roles.staff();
    case domain::ConvRole::None:
    case domain::ConvRole::Seeker:
    case domain::ConvRole::Owner:
    case domain::ConvRole::Observer: break;
  }
  return false;
}

Story<domain::Done> add_once(Context& ctx, Actor actor, domain::AddMember request) {
  auto place = co_await place_for(ctx, actor, request.conversation, domain::Action::AddMember);
  if (!place) co_return place.error();
  if (place->conversation.state == domain::ConversationState::Ended) co_return refuse(Code::Ended);
  auto person = co_await ctx.store.person(request.person);
  if (!person) co_return person.error();
  if (!*person || (*person)->organisation != actor.organisation || (*person)->disabled) {
    co_return refuse(Code::NotFound);
  }
  if (!may_give(place->conversation, **person, request.role)) co_return refuse(Code::Invalid);
  auto seat = co_await seat_of(ctx, request.conversation, request.person);
  if (!seat) co_return seat.error();
  if (seat->member.role == request.role) co_return domain::Done{};

  const Instant now = ctx.clock.wall();
  store::Commit commit;
  // A new member of a group reads from now on; who was there keeps what they had; a lead in support reads it
  // all.
  const bool was_here = seat->member.role != domain::ConvRole::None;
  const bool support = place->conversation.kind == domain::ConversationKind::Support;
  const Seq from = support ? Seq{1} : was_here ? seat->member.visible_from : Seq{seat->head.get() + 1};
  sit_down(commit, std::move(*seat), request.role, from, now);
  say_member(commit, request.conversation, domain::MemberNote::What::Joined, request.person);
  audit(commit, now, actor, domain::AuditAction::MemberAdded, request.conversation.get(),
        request.person.get());
  if (request.role == domain::ConvRole::Facilitator && place->conversation.staff_side) {
    auto beside = co_await seat_of(ctx, place->conversation.staff_side, request.person);
    if (!beside) co_return beside.error();
    if (beside->member.role == domain::ConvRole::None) {
      sit_down(commit, std::move(*beside), request.role, Seq{1}, now);
    }
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.turns.forget(request.conversation);
  co_return domain::Done{};
}

}  // namespace

Story<domain::Done> add_member(Context& ctx, Actor actor, domain::AddMember request) {
  auto done = co_await again<domain::Done>(ctx, actor, request, &add_once);
  co_return done;
}

}  // namespace holdfast::service
