// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "domain/queue.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

Story<domain::WaitingList> list_waiting(Context& ctx, Actor actor) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::SeeQueue, domain::ConversationKind::Board);
  if (!allowed) co_return allowed.error();
  auto board = co_await board_now(ctx, actor.organisation);
  if (!board) co_return board.error();
  auto waiting = co_await ctx.store.waiting(actor.organisation);
  if (!waiting) co_return waiting.error();
  domain::order_queue(*waiting, ctx.clock.wall());
  if (waiting->size() > limits::kWaitingShown) waiting->resize(limits::kWaitingShown);
  co_return domain::WaitingList{std::move(*waiting), *board};
}

}  // namespace holdfast::service
