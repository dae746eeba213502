// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

Story<domain::Done> follow_up(Context& ctx, domain::Task task) {
  auto escalation = co_await ctx.store.escalation(EscalationId{task.subject});
  if (!escalation) co_return escalation.error();
  auto organisation = co_await organisation_of(ctx, task.organisation);
  if (!organisation) co_return organisation.error();
  store::Commit commit;
  commit.changes.emplace_back(store::FinishTask{task.id, task.version});
  if (*escalation) say(commit, organisation->board, domain::EscalationNote{**escalation});
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return domain::Done{};
}

}  // namespace holdfast::service
