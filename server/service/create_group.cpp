// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

domain::Conversation conversation_of(const Actor& actor, domain::ConversationKind kind, Instant now) {
  domain::Conversation conversation;
  conversation.id = fresh_id<ConversationId>();
  conversation.organisation = actor.organisation;
  conversation.kind = kind;
  conversation.state = domain::ConversationState::Held;
  conversation.created = now;
  return conversation;
}

void seat(store::Commit& commit, const Actor& actor, ConversationId where, Instant now) {
  put(commit, domain::Member{where, actor.person, {}, domain::ConvRole::Facilitator, Seq{1}, {}, now});
  publish(commit, domain::topic(actor.person), domain::ConversationAdded{where});
}

}  // namespace

/// A group and its staff side, led by who creates it.
Story<domain::ConversationView> create_group(Context& ctx, Actor actor, domain::CreateGroup request) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::CreateGroup, domain::ConversationKind::Group);
  if (!allowed) co_return allowed.error();
  if (request.name.empty() || request.name.size() > limits::kNameMost) co_return refuse(Code::Invalid);
  const Instant now = ctx.clock.wall();
  auto group = conversation_of(actor, domain::ConversationKind::Group, now);
  auto beside = conversation_of(actor, domain::ConversationKind::Staff, now);
  group.name = std::move(request.name);
  group.staff_side = beside.id;
  beside.main = group.id;
  store::Commit commit;
  put(commit, group);
  put(commit, beside);
  seat(commit, actor, group.id, now);
  seat(commit, actor, beside.id, now);
  say_member(commit, group.id, domain::MemberNote::What::Joined, actor.person);
  audit(commit, now, actor, domain::AuditAction::MemberAdded, group.id.get(), actor.person.get());
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  auto place = co_await place_of(ctx, actor, group.id);
  if (!place) co_return place.error();
  auto view = co_await view_of(ctx, actor, std::move(*place));
  co_return view;
}

}  // namespace holdfast::service
