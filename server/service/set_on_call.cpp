// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/queueing.hpp"

namespace holdfast::service {

Story<domain::Done> set_on_call(Context& ctx, Actor actor, domain::SetOnCall request) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::SetOnCall, domain::ConversationKind::Board);
  if (!allowed) co_return allowed.error();
  ctx.presence.set_on_call(actor.person, request.on_call);
  co_await tell_line(ctx, actor.organisation);
  co_return domain::Done{};
}

}  // namespace holdfast::service
