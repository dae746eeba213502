// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/reading.hpp"

#include <utility>

#include "service/changes.hpp"

namespace holdfast::service {

Story<Reading> may_read(Context& ctx, Actor actor, ConversationId conversation) {
  auto place = co_await place_for(ctx, actor, conversation, domain::Action::ReadConversation);
  if (!place) co_return place.error();
  Reading reading{std::move(*place), Seq{1}};
  if (reading.place.member.role != domain::ConvRole::None) {
    reading.visible_from = std::max(Seq{1}, reading.place.member.visible_from);
    co_return reading;
  }
  // The board is every staff member's by role and holds no words.
  const auto kind = reading.place.conversation.kind;
  if (kind == domain::ConversationKind::Board) co_return reading;
  store::Commit commit;
  audit(commit, ctx.clock.wall(), actor, domain::AuditAction::ReadConversation, conversation.get());
  auto written = co_await ctx.store.commit(std::move(commit));
  if (!written) co_return written.error();
  co_return reading;
}

}  // namespace holdfast::service
