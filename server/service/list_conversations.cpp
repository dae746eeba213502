// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/facts.hpp"

namespace holdfast::service {

Story<domain::ConversationList> list_conversations(Context& ctx, Actor actor,
                                                   domain::ListConversations request) {
  const std::uint32_t asked = request.limit == 0 ? limits::kConversationsPage : request.limit;
  const std::uint32_t limit = std::min<std::uint32_t>(asked, limits::kConversationsPage);
  auto ids = co_await ctx.store.conversations_of(actor.person, request.after, limit + 1);
  if (!ids) co_return ids.error();
  domain::ConversationList list;
  list.more = ids->size() > limit;
  if (list.more) ids->resize(limit);
  for (const ConversationId id : *ids) {
    auto place = co_await place_for(ctx, actor, id, domain::Action::ReadConversation);
    if (!place && place.error().code == Code::NotFound) continue;  // left meanwhile
    if (!place) co_return place.error();
    auto view = co_await view_of(ctx, actor, std::move(*place));
    if (!view) co_return view.error();
    list.conversations.push_back(std::move(*view));
  }
  co_return list;
}

}  // namespace holdfast::service
