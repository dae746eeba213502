// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/queueing.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "domain/queue.hpp"

namespace holdfast::service {

namespace {

domain::RequestView shown(const domain::Request& request, const std::vector<domain::Request>& waiting,
                          const Line& line, Instant now) {
  domain::RequestView view{request, 0, line.supporters_on_call, line.state};
  if (request.state == domain::RequestState::Waiting) view.before = domain::place_of(request, waiting, now);
  view.request.level = domain::Level::None;  // the queue's business, not the asker's
  return view;
}

domain::Request taken_request(const domain::Conversation& conversation) {
  domain::Request request;
  request.organisation = conversation.organisation;
  request.conversation = conversation.id;
  request.seeker = conversation.seeker;
  request.state = domain::RequestState::Taken;
  request.asked = conversation.created;
  request.taken_by = conversation.owner;
  return request;
}

}  // namespace

Story<domain::RequestView> request_view(Context& ctx, domain::Request request) {
  auto line = co_await line_of(ctx, request.organisation);
  if (!line) co_return line.error();
  auto waiting = co_await ctx.store.waiting(request.organisation);
  if (!waiting) co_return waiting.error();
  co_return shown(request, *waiting, *line, ctx.clock.wall());
}

Story<std::optional<OpenHelp>> open_help_of(Context& ctx, PersonId seeker) {
  auto request = co_await ctx.store.open_request_of(seeker);
  if (!request) co_return request.error();
  if (*request) {
    auto conversation = co_await ctx.store.conversation((*request)->conversation);
    if (!conversation) co_return conversation.error();
    if (*conversation) co_return OpenHelp{std::move(**request), std::move(**conversation)};
  }
  auto ids = co_await ctx.store.conversations_of(seeker, ConversationId{}, limits::kSeekerConversations);
  if (!ids) co_return ids.error();
  for (const ConversationId id : *ids) {
    auto conversation = co_await ctx.store.conversation(id);
    if (!conversation) co_return conversation.error();
    const bool held = *conversation && (*conversation)->kind == domain::ConversationKind::Support &&
                      (*conversation)->seeker == seeker &&
                      (*conversation)->state == domain::ConversationState::Held;
    if (held) co_return OpenHelp{taken_request(**conversation), std::move(**conversation)};
  }
  co_return std::optional<OpenHelp>{};
}

Story<domain::Cursor> board_now(Context& ctx, OrganisationId id) {
  auto organisation = co_await organisation_of(ctx, id);
  if (!organisation) co_return organisation.error();
  store::HistoryQuery query;
  query.conversation = organisation->board;
  query.visible_from = Seq{1};
  query.before = Seq{std::numeric_limits<std::int64_t>::max()};
  query.limit = 1;
  auto page = co_await ctx.store.history(std::move(query));
  if (!page) co_return page.error();
  co_return domain::Cursor{organisation->board, ctx.store.epoch(), page->head};
}

io::Task<void> tell_places(Context& ctx, OrganisationId organisation) {
  auto line = co_await line_of(ctx, organisation);
  auto waiting = co_await ctx.store.waiting(organisation);
  if (!line || !waiting) co_return;  // they ask again by themselves
  const Instant now = ctx.clock.wall();
  domain::order_queue(*waiting, now);
  const std::size_t told = std::min(waiting->size(), limits::kPlacesTold);
  for (std::size_t i = 0; i < told; ++i) {
    const auto& request = waiting->at(i);
    domain::QueuePlaceEvent place{shown(request, *waiting, *line, now)};
    ctx.bus.publish_passing({domain::topic(request.seeker), std::move(place)});
  }
}

io::Task<void> tell_line(Context& ctx, OrganisationId organisation) {
  auto line = co_await line_of(ctx, organisation);
  if (!line) co_return;  // who signs in or asks is told anew
  ctx.bus.publish_passing({domain::staff_topic(organisation), domain::LineEvent{line->state}});
  co_await tell_places(ctx, organisation);
}

}  // namespace holdfast::service
