// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/ending.hpp"

#include <utility>

#include "domain/queue.hpp"
#include "service/again.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

Story<domain::Done> leave_queue(Context& ctx, domain::Conversation conversation, store::Commit* commit) {
  auto request = co_await ctx.store.open_request_of(conversation.seeker);
  if (!request) co_return request.error();
  if (!*request || (*request)->conversation != conversation.id) co_return domain::Done{};
  auto cancelled = domain::cancel(**request);
  if (!cancelled) co_return domain::Done{};
  auto organisation = co_await organisation_of(ctx, conversation.organisation);
  if (!organisation) co_return organisation.error();
  put(*commit, *cancelled);
  cancelled->version = Version{cancelled->version.get() + 1};
  say(*commit, organisation->board, domain::RequestNote{std::move(*cancelled)});
  co_return domain::Done{};
}

Story<domain::Done> end_once(Context& ctx, Actor, Ending ending) {
  auto read = co_await ctx.store.conversation(ending.conversation);
  if (!read) co_return read.error();
  if (!*read) co_return refuse(Code::NotFound);
  domain::Conversation& conversation = **read;
  if (conversation.state == domain::ConversationState::Ended) co_return domain::Done{};
  store::Commit commit;
  if (conversation.seeker) {
    auto left = co_await leave_queue(ctx, conversation, &commit);
    if (!left) co_return left.error();
  }
  conversation.state = domain::ConversationState::Ended;
  conversation.end_reason = ending.reason;
  put(commit, conversation);
  say(commit, conversation.id, domain::StateNote{conversation.state, ending.reason});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  ctx.turns.forget(ending.conversation);
  co_return domain::Done{};
}

}  // namespace

Story<domain::Done> end_it(Context& ctx, Actor actor, Ending ending) {
  auto done = co_await again<domain::Done>(ctx, actor, ending, &end_once);
  co_return done;
}

}  // namespace holdfast::service
