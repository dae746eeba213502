// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/facts.hpp"

namespace holdfast::service {

/// Never stored.
Story<domain::Done> set_typing(Context& ctx, Actor actor, domain::SetTyping request) {
  const auto room = domain::admit(domain::Work::Typing, ctx.store.load());
  if (!room) co_return room.error();
  auto facts = co_await member_facts(ctx, request.conversation, actor.person);
  if (!facts) co_return facts.error();
  const auto standing = standing_of(actor, facts->conversation.organisation, facts->author.role);
  const auto allowed = domain::allow(standing, domain::Action::SetTyping, facts->conversation.kind);
  if (!allowed) co_return allowed.error();
  ctx.bus.publish_passing({domain::topic(request.conversation),
                           domain::TypingEvent{request.conversation, actor.person, request.typing}});
  if (request.typing && actor.roles.staff()) ctx.presence.attended(actor.person);
  co_return domain::Done{};
}

}  // namespace holdfast::service
