// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/reading.hpp"

namespace holdfast::service {

Story<domain::Page> read_history(Context& ctx, Actor actor, domain::History history) {
  if (history.before && history.after) co_return refuse(Code::Invalid);
  const auto room = domain::admit(domain::Work::DeepHistory, ctx.store.load());
  if (history.before && !room) co_return room.error();
  auto reading = co_await may_read(ctx, actor, history.conversation);
  if (!reading) co_return reading.error();
  store::HistoryQuery query;
  query.conversation = history.conversation;
  query.visible_from = reading->visible_from;
  query.before = history.before;
  query.after = history.after;
  if (!query.before && !query.after)
    query.before = Seq{std::numeric_limits<std::int64_t>::max()};  // the newest
  const std::uint32_t asked = history.limit == 0 ? limits::kHistoryPage : history.limit;
  query.limit = std::min<std::uint32_t>(asked, limits::kHistoryPageMost);
  query.bytes = limits::kPageBytes;
  auto page = co_await ctx.store.history(std::move(query));
  if (!page) co_return page.error();
  co_return domain::Page{history.conversation, ctx.store.epoch(), page->head, page->more,
                         std::move(page->messages)};
}

}  // namespace holdfast::service
