// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

/// Its keys are destroyed, with its staff side's. Refused under an open escalation: first someone makes sure
/// that they are safe. Errors: NotFound, Forbidden, Busy.
Story<domain::Done> erase_conversation(Context& ctx, ConversationId id) {
  auto read = co_await ctx.store.conversation(id);
  if (!read) co_return read.error();
  if (!*read) co_return refuse(Code::NotFound);
  const domain::Conversation conversation = std::move(**read);
  auto open = co_await ctx.store.open_escalations(conversation.organisation);
  if (!open) co_return open.error();
  const bool watched = std::ranges::any_of(*open, [&](const domain::Escalation& e) {
    return e.conversation == id || (conversation.seeker && e.seeker == conversation.seeker);
  });
  if (watched) co_return refuse(Code::Forbidden);

  store::Commit commit;
  commit.guards.emplace_back(store::PolicyIs{id, conversation.version});
  const Actor by = the_line(conversation.organisation);
  audit(commit, ctx.clock.wall(), by, domain::AuditAction::ConversationErased, id.get());
  commit.changes.emplace_back(store::EraseConversation{id});
  if (conversation.staff_side) commit.changes.emplace_back(store::EraseConversation{conversation.staff_side});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done)
    co_return done.error().code == Code::Conflict ? refuse(Code::Busy, limits::kBusyRetry) : done.error();
  ctx.turns.forget(id);
  co_return domain::Done{};
}

}  // namespace holdfast::service
