// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <limits>
#include <utility>

#include "domain/queue.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

Story<Instant> last_said(Context& ctx, domain::Conversation conversation) {
  store::HistoryQuery query;
  query.conversation = conversation.id;
  query.visible_from = Seq{1};
  query.before = Seq{std::numeric_limits<std::int64_t>::max()};
  query.limit = 1;
  auto page = co_await ctx.store.history(std::move(query));
  if (!page) co_return page.error();
  co_return page->messages.empty() ? conversation.created : page->messages.back()->at;
}

std::chrono::hours kept_for(const domain::Conversation& conversation, const domain::DutyPack& pack) {
  const bool flagged = conversation.level >= domain::Level::High;
  return std::chrono::hours{flagged ? std::max(pack.flagged_retention_hours, pack.retention_hours)
                                    : pack.retention_hours};
}

Story<domain::Done> commit_it(Context& ctx, store::Commit commit) {
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

store::Commit look_again(domain::Task task, Instant due) {
  task.due = due;
  task.claimed_by = {};
  task.claimed_until = {};
  store::Commit commit;
  put(commit, std::move(task));
  return commit;
}

}  // namespace

/// Gone some time after the last of it; never under an open escalation.
Story<domain::Done> expire_conversation(Context& ctx, domain::Task task) {
  auto read = co_await ctx.store.conversation(ConversationId{task.subject});
  if (!read) co_return read.error();
  store::Commit commit;
  commit.changes.emplace_back(store::FinishTask{task.id, task.version});
  if (!*read || (*read)->end_reason == domain::EndReason::Erased) {
    auto gone = co_await commit_it(ctx, std::move(commit));
    co_return gone;
  }
  const domain::Conversation conversation = std::move(**read);
  auto line = co_await line_of(ctx, conversation.organisation);
  if (!line) co_return line.error();
  auto last = co_await last_said(ctx, conversation);
  if (!last) co_return last.error();
  auto open = co_await ctx.store.open_escalation_of(conversation.seeker);
  if (!open) co_return open.error();
  auto request = co_await ctx.store.open_request_of(conversation.seeker);
  if (!request) co_return request.error();

  const Instant now = ctx.clock.wall();
  const Instant ends = *last + kept_for(conversation, line->pack);
  if (*open || now < ends) {
    auto later = look_again(std::move(task), std::max(ends, now + limits::kExpiryAgain));
    auto kept = co_await commit_it(ctx, std::move(later));
    co_return kept;
  }
  if (*request && (*request)->conversation == conversation.id) {
    domain::Request expired = **request;
    expired.state = domain::RequestState::Expired;
    put(commit, expired);
    expired.version = Version{expired.version.get() + 1};
    say(commit, line->organisation.board, domain::RequestNote{std::move(expired)});
  }
  const Actor by = the_line(conversation.organisation);
  audit(commit, now, by, domain::AuditAction::ConversationErased, conversation.id.get());
  commit.guards.emplace_back(store::PolicyIs{conversation.id, conversation.version});
  commit.changes.emplace_back(store::EraseConversation{conversation.id});
  if (conversation.staff_side) commit.changes.emplace_back(store::EraseConversation{conversation.staff_side});
  ctx.turns.forget(conversation.id);
  auto erased = co_await commit_it(ctx, std::move(commit));
  co_return erased;
}

}  // namespace holdfast::service
