// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/facts.hpp"

namespace holdfast::service {

Story<domain::Done> move_cursor(Context& ctx, Actor actor, domain::MoveCursor request) {
  auto facts = co_await member_facts(ctx, request.conversation, actor.person);
  if (!facts) co_return facts.error();
  const auto standing = standing_of(actor, facts->conversation.organisation, facts->author.role);
  const auto allowed = domain::allow(standing, domain::Action::MoveCursor, facts->conversation.kind);
  if (!allowed) co_return allowed.error();
  if (request.seq > facts->head) {
    // What this reactor remembers may be behind by what is on its way to it; the store is not.
    auto fresh = co_await ctx.store.post_facts(request.conversation, actor.person);
    if (!fresh) co_return fresh.error();
    if (!*fresh || request.seq > (*fresh)->head) co_return refuse(Code::CursorAhead);
  }
  store::Commit commit;
  commit.changes.emplace_back(
      store::MoveCursor{request.conversation, actor.person, request.kind, request.seq});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

}  // namespace holdfast::service
