// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/seating.hpp"

namespace holdfast::service {

namespace {

/// The seat, the note of who reads along and the audit are one commit, before a byte of the conversation
/// leaves.
Story<domain::ConversationView> observe_once(Context& ctx, Actor actor, domain::Observe request) {
  auto place = co_await place_for(ctx, actor, request.conversation, domain::Action::ObserveConversation);
  if (!place) co_return place.error();
  if (place->role == domain::ConvRole::None) {
    const ConversationId where = place->conversation.staff_side;
    if (!where) co_return refuse(Code::Forbidden);
    auto seat = co_await seat_of(ctx, where, actor.person);
    if (!seat) co_return seat.error();
    const Instant now = ctx.clock.wall();
    store::Commit commit;
    sit_down(commit, std::move(*seat), domain::ConvRole::Observer, Seq{1}, now);
    say_member(commit, where, domain::MemberNote::What::Observed, actor.person);
    audit(commit, now, actor, domain::AuditAction::Observed, request.conversation.get());
    auto done = co_await ctx.store.commit(std::move(commit));
    if (!done) co_return done.error();
    place->role = domain::ConvRole::Observer;
  }
  auto view = co_await view_of(ctx, actor, std::move(*place));
  co_return view;
}

}  // namespace

Story<domain::ConversationView> observe_conversation(Context& ctx, Actor actor, domain::Observe request) {
  auto view = co_await again<domain::ConversationView>(ctx, actor, request, &observe_once);
  co_return view;
}

}  // namespace holdfast::service
