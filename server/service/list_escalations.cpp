// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/queueing.hpp"

namespace holdfast::service {

/// The clock that runs out next comes first.
Story<domain::EscalationList> list_escalations(Context& ctx, Actor actor) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed =
      domain::allow(standing, domain::Action::SeeEscalations, domain::ConversationKind::Board);
  if (!allowed) co_return allowed.error();
  auto board = co_await board_now(ctx, actor.organisation);
  if (!board) co_return board.error();
  auto open = co_await ctx.store.open_escalations(actor.organisation);
  if (!open) co_return open.error();
  std::ranges::sort(*open, [](const domain::Escalation& a, const domain::Escalation& b) {
    if (a.level != b.level) return a.level > b.level;
    return a.next_due < b.next_due;
  });
  if (open->size() > limits::kEscalationsShown) open->resize(limits::kEscalationsShown);
  co_return domain::EscalationList{std::move(*open), *board};
}

}  // namespace holdfast::service
