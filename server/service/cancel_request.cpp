// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/ending.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

/// Leaving the queue ends the conversation too; an open escalation of the person stays open.
Story<domain::Done> cancel_request(Context& ctx, Actor actor) {
  auto open = co_await ctx.store.open_request_of(actor.person);
  if (!open) co_return open.error();
  if (!*open) co_return refuse(Code::NotFound);
  const Ending ending{(*open)->conversation, domain::EndReason::SeekerLeft};
  auto done = co_await end_it(ctx, actor, ending);
  if (!done) co_return done.error();
  co_await tell_places(ctx, actor.organisation);
  co_return domain::Done{};
}

}  // namespace holdfast::service
