// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/seating.hpp"

#include <utility>

namespace holdfast::service {

Story<Seat> seat_of(Context& ctx, ConversationId conversation, PersonId person) {
  auto facts = co_await ctx.store.post_facts(conversation, person);
  if (!facts) co_return facts.error();
  if (!*facts) co_return refuse(Code::NotFound);
  auto member = co_await ctx.store.member(conversation, person);
  if (!member) co_return member.error();
  Seat seat{std::move((*facts)->conversation), member->value_or(domain::Member{}), (*facts)->head};
  seat.member.conversation = conversation;
  seat.member.person = person;
  co_return seat;
}

void sit_down(store::Commit& commit, Seat seat, domain::ConvRole role, Seq visible_from, Instant now) {
  seat.member.role = role;
  seat.member.visible_from = visible_from;
  seat.member.joined = now;
  publish(commit, domain::topic(seat.member.person), domain::ConversationAdded{seat.conversation.id});
  put(commit, std::move(seat.member));
  put(commit, std::move(seat.conversation));
}

void stand_up(store::Commit& commit, Seat seat) {
  seat.member.role = domain::ConvRole::None;
  publish(commit, domain::topic(seat.member.person), domain::AccessEnded{seat.conversation.id});
  put(commit, std::move(seat.member));
  put(commit, std::move(seat.conversation));
}

}  // namespace holdfast::service
