// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/again.hpp"
#include "service/changes.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

namespace {

Story<domain::Done> set_once(Context& ctx, Actor actor, domain::SetLine request) {
  auto organisation = co_await organisation_of(ctx, actor.organisation);
  if (!organisation) co_return organisation.error();
  if (organisation->line == request.line) co_return domain::Done{};
  organisation->line = request.line;
  store::Commit commit;
  say(commit, organisation->board, domain::LineNote{request.line});
  audit(commit, ctx.clock.wall(), actor, domain::AuditAction::LineChanged, actor.organisation.get(),
        static_cast<std::uint64_t>(request.line));
  put(commit, std::move(*organisation));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_await tell_line(ctx, actor.organisation);
  co_return domain::Done{};
}

}  // namespace

Story<domain::Done> set_line(Context& ctx, Actor actor, domain::SetLine request) {
  const auto standing = standing_of(actor, actor.organisation, domain::ConvRole::None);
  const auto allowed = domain::allow(standing, domain::Action::SetLine, domain::ConversationKind::Board);
  if (!allowed) co_return allowed.error();
  auto done = co_await again<domain::Done>(ctx, actor, request, &set_once);
  co_return done;
}

Story<domain::Done> set_line_by_operator(Context& ctx, OrganisationId organisation, domain::LineState line) {
  const Actor actor = the_line(organisation);
  const domain::SetLine request{line};
  auto done = co_await again<domain::Done>(ctx, actor, request, &set_once);
  co_return done;
}

}  // namespace holdfast::service
