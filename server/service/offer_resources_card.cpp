// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

bool human_wrote(const std::vector<domain::MessagePtr>& messages, const domain::Conversation& conversation,
                 Instant since) {
  return std::ranges::any_of(messages, [&](const domain::MessagePtr& message) {
    return message->at >= since && message->author && message->author != conversation.seeker;
  });
}

Instant raised_at(const domain::Task& task) {
  std::int64_t at = 0;
  std::from_chars(task.payload.data(), task.payload.data() + task.payload.size(), at);
  return instant_of(at);
}

}  // namespace

/// After a high, only if no human wrote since: an automatic card after a disclosure reads as dismissal.
Story<domain::Done> offer_resources_card(Context& ctx, domain::Task task) {
  const ConversationId id{task.subject};
  store::Commit commit;
  commit.changes.emplace_back(store::FinishTask{task.id, task.version});
  auto conversation = co_await ctx.store.conversation(id);
  if (!conversation) co_return conversation.error();
  if (*conversation && (*conversation)->state != domain::ConversationState::Ended) {
    store::HistoryQuery query;
    query.conversation = id;
    query.visible_from = Seq{1};
    query.before = Seq{std::numeric_limits<std::int64_t>::max()};
    query.limit = limits::kHistoryPage;
    auto page = co_await ctx.store.history(std::move(query));
    if (!page) co_return page.error();
    if (!human_wrote(page->messages, **conversation, raised_at(task))) {
      say(commit, id, domain::CardNote{domain::CardNote::Card::Resources});
    }
  }
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

}  // namespace holdfast::service
