// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/ending.hpp"
#include "service/seating.hpp"

namespace holdfast::service {

namespace {

Story<domain::Done> remove_once(Context& ctx, Actor actor, domain::RemoveMember request) {
  const bool leaving = request.person == actor.person;
  const auto action = leaving ? domain::Action::LeaveConversation : domain::Action::RemoveMember;
  auto place = co_await place_for(ctx, actor, request.conversation, action);
  if (!place) co_return place.error();
  auto seat = co_await seat_of(ctx, request.conversation, request.person);
  if (!seat) co_return seat.error();
  const auto role = seat->member.role;
  if (role == domain::ConvRole::None) co_return refuse(Code::NotFound);
  // One who answers hands over or ends; leaving somebody alone with an empty chair is neither.
  if (role == domain::ConvRole::Owner) co_return refuse(Code::Forbidden);
  if (role == domain::ConvRole::Seeker) {
    const Ending ending{request.conversation, domain::EndReason::SeekerLeft};
    auto ended = co_await end_it(ctx, actor, ending);
    co_return ended;
  }
  store::Commit commit;
  stand_up(commit, std::move(*seat));
  say_member(commit, request.conversation,
             leaving ? domain::MemberNote::What::Left : domain::MemberNote::What::Removed, request.person);
  audit(commit, ctx.clock.wall(), actor, domain::AuditAction::MemberRemoved, request.conversation.get(),
        request.person.get());
  if (place->conversation.staff_side) {
    auto beside = co_await seat_of(ctx, place->conversation.staff_side, request.person);
    if (!beside) co_return beside.error();
    if (beside->member.role != domain::ConvRole::None) stand_up(commit, std::move(*beside));
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.turns.forget(request.conversation);
  co_return domain::Done{};
}

}  // namespace

Story<domain::Done> remove_member(Context& ctx, Actor actor, domain::RemoveMember request) {
  auto done = co_await again<domain::Done>(ctx, actor, request, &remove_once);
  co_return done;
}

}  // namespace holdfast::service
