// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "domain/limits.hpp"

#include "service/changes.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

namespace {

constexpr auto kLife = std::chrono::duration_cast<Duration>(limits::kAnonymousLife);

/// An anonymous person stays as long as they come back: past half of their time it starts anew. Best effort:
/// the next sign-in does it again.
io::Task<void> stay(Context& ctx, domain::Person person, domain::Token token, Instant now) {
  if (!person.expires || *person.expires - now > kLife / 2) co_return;
  person.expires = now + kLife;
  token.expires = now + kLife;
  store::Commit commit;
  put(commit, std::move(person));
  put(commit, std::move(token));
  auto kept = co_await ctx.store.commit(std::move(commit));
  if (!kept) ctx.observer.count(Signal::CommitFailed);
}

}  // namespace

Story<Actor> authenticate(Context& ctx, Secret secret) {
  auto hash = identity::token_hash(secret);
  if (!hash) co_return refuse(Code::Unauthenticated);
  auto token = co_await ctx.store.token(*hash);
  if (!token) co_return token.error();
  const Instant now = ctx.clock.wall();
  const bool good =
      *token && (*token)->kind == domain::TokenKind::Session && !(*token)->revoked && now < (*token)->expires;
  if (!good) co_return refuse(Code::Unauthenticated);
  auto person = co_await ctx.store.person((*token)->person);
  if (!person) co_return person.error();
  const bool here = *person && !(*person)->disabled && (!(*person)->expires || now < *(*person)->expires);
  if (!here) co_return refuse(Code::Unauthenticated);

  Actor actor{(*person)->id, (*person)->organisation, (*person)->roles, (*token)->id, SessionId{}, {}};
  std::copy_n(hash->begin(), std::min(hash->size(), actor.token_hash.size()), actor.token_hash.begin());
  co_await stay(ctx, std::move(**person), std::move(**token), now);
  co_return actor;
}

}  // namespace holdfast::service
