// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/escalating.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

namespace {

domain::Request open_request(store::Commit& commit, const Line& line, const Actor& actor,
                             domain::AskForHelp ask, domain::Conversation& main, Instant now) {
  main.id = fresh_id<ConversationId>();
  main.organisation = actor.organisation;
  main.kind = domain::ConversationKind::Support;
  main.seeker = actor.person;
  main.staff_side = fresh_id<ConversationId>();
  main.created = now;
  domain::Conversation beside;
  beside.id = main.staff_side;
  beside.organisation = actor.organisation;
  beside.kind = domain::ConversationKind::Staff;
  beside.main = main.id;
  beside.created = now;
  put(commit, main);
  put(commit, std::move(beside));
  put(commit, domain::Member{main.id, actor.person, {}, domain::ConvRole::Seeker, Seq{1}, {}, now});

  domain::Request request;
  request.id = fresh_id<RequestId>();
  request.organisation = actor.organisation;
  request.conversation = main.id;
  request.seeker = actor.person;
  request.urgent = ask.urgent;
  request.language = std::move(ask.language);
  request.wishes = std::move(ask.wishes);
  request.asked = now;
  put(commit, request);
  domain::Request told = request;
  told.version = Version{1};
  say(commit, main.id, domain::StateNote{domain::ConversationState::Waiting, domain::EndReason::None});
  say(commit, line.organisation.board, domain::RequestNote{std::move(told)});
  publish(commit, domain::topic(actor.person), domain::ConversationAdded{main.id});
  put_task(commit, domain::TaskKind::ExpireConversation, actor.organisation, main.id.get(),
           now + std::chrono::hours{line.pack.retention_hours});
  return request;
}

void make_urgent(store::Commit& commit, const Line& line, domain::Request& request) {
  request.urgent = true;
  put(commit, request);
  domain::Request told = request;
  told.version = Version{told.version.get() + 1};
  say(commit, line.organisation.board, domain::RequestNote{std::move(told)});
}

domain::Raise asked_for_help(const domain::Conversation& conversation) {
  domain::Raise raise;
  raise.organisation = conversation.organisation;
  raise.conversation = conversation.id;
  raise.seeker = conversation.seeker;
  raise.first.conversation = conversation.id;
  raise.cause = domain::EscalationCause::AskedForHelp;
  raise.level = domain::Level::High;
  return raise;
}

/// However often it is tapped: the same request, and one escalation.
Story<domain::RequestView> ask_once(Context& ctx, Actor actor, domain::AskForHelp ask) {
  auto open = co_await open_help_of(ctx, actor.person);
  if (!open) co_return open.error();
  auto line = co_await line_of(ctx, actor.organisation);
  if (!line) co_return line.error();
  if (!*open && line->state == domain::LineState::Closed) co_return refuse(Code::LineClosed);

  const Instant now = ctx.clock.wall();
  const bool urgent = ask.urgent;
  store::Commit commit;
  domain::Request request;
  domain::Conversation conversation;
  if (*open) {
    request = (*open)->request;
    conversation = (*open)->conversation;
    if (urgent && request.id && !request.urgent) make_urgent(commit, *line, request);
  } else {
    request = open_request(commit, *line, actor, std::move(ask), conversation, now);
  }
  if (urgent) {
    auto facts = co_await raise_facts(ctx, conversation, actor.person);
    if (!facts) co_return facts.error();
    const bool known = facts->open && *open && commit.changes.empty();  // tapped again
    if (!known) put_raise(commit, *facts, asked_for_help(conversation), now);
  }
  if (!commit.changes.empty()) {
    auto done = co_await ctx.store.commit(std::move(commit));
    if (!done) co_return done.error();
    if (urgent) ctx.observer.count(Signal::EscalationOpened);
  }
  auto view = co_await request_view(ctx, std::move(request));
  co_return view;
}

}  // namespace

Story<domain::RequestView> ask_for_help(Context& ctx, Actor actor, domain::AskForHelp ask) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::AskForHelp, domain::ConversationKind::Support);
  if (!allowed) co_return allowed.error();
  auto view = co_await again<domain::RequestView>(ctx, actor, std::move(ask), &ask_once);
  co_return view;
}

}  // namespace holdfast::service
