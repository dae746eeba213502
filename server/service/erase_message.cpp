// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

Story<domain::MessagePtr> message_at(Context& ctx, ConversationId conversation, Seq seq, Seq visible_from) {
  store::HistoryQuery query;
  query.conversation = conversation;
  query.visible_from = visible_from;
  query.before = Seq{seq.get() + 1};
  query.limit = 1;
  auto page = co_await ctx.store.history(std::move(query));
  if (!page) co_return page.error();
  if (page->messages.empty() || page->messages.back()->seq != seq) co_return refuse(Code::NotFound);
  co_return page->messages.back();
}

}  // namespace

/// The content goes, the tombstone stays. Nothing is erased under an open escalation of who wrote it.
Story<domain::Done> erase_message(Context& ctx, Actor actor, domain::EraseMessage request) {
  auto place = co_await place_of(ctx, actor, request.conversation);
  if (!place) co_return place.error();
  const auto readable =
      domain::allow(place->standing, domain::Action::ReadConversation, place->conversation.kind);
  if (!readable) co_return readable.error();
  auto message = co_await message_at(ctx, request.conversation, request.seq, place->member.visible_from);
  if (!message) co_return message.error();
  const PersonId author = (*message)->author;
  domain::Standing standing = place->standing;
  standing.author_of_object = author == actor.person;
  const auto action =
      standing.author_of_object ? domain::Action::EraseOwnMessage : domain::Action::EraseAnyMessage;
  const auto allowed = domain::allow(standing, action, place->conversation.kind);
  if (!allowed) co_return allowed.error();
  if ((*message)->erased) co_return domain::Done{};
  if (!std::holds_alternative<domain::Text>((*message)->content)) co_return refuse(Code::Forbidden);
  auto open = co_await ctx.store.open_escalation_of(author);
  if (!open) co_return open.error();
  if (*open) co_return refuse(Code::Forbidden);

  store::Commit commit;
  commit.guards.emplace_back(store::PolicyIs{request.conversation, place->conversation.version});
  commit.changes.emplace_back(store::EraseMessage{{request.conversation, request.seq}});
  if (!standing.author_of_object) {
    audit(commit, ctx.clock.wall(), actor, domain::AuditAction::ConversationErased,
          request.conversation.get(), request.seq.get());
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done)
    co_return done.error().code == Code::Conflict ? refuse(Code::Busy, limits::kBusyRetry) : done.error();
  ctx.turns.forget(request.conversation);
  co_return domain::Done{};
}

}  // namespace holdfast::service
