// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <string>
#include <utility>

#include "service/changes.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

Story<domain::Done> sign_out(Context& ctx, Actor actor) {
  std::string hash(actor.token_hash.begin(), actor.token_hash.end());
  auto token = co_await ctx.store.token(std::move(hash));
  if (!token) co_return token.error();
  if (!*token || (*token)->revoked) co_return domain::Done{};
  (*token)->revoked = true;
  store::Commit commit;
  put(commit, std::move(**token));
  publish(commit, domain::topic(actor.person), domain::TokenRevoked{actor.token});
  auto done = co_await ctx.store.commit(std::move(commit));
  // A conflict means that another sign-out was first: revoked all the same.
  if (!done && done.error().code != Code::Conflict) co_return done.error();
  if (actor.session) ctx.presence.left(actor.person, actor.session, presence::Leaving::SignedOut);
  co_return domain::Done{};
}

}  // namespace holdfast::service
