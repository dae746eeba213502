// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "domain/limits.hpp"

#include "service/arriving.hpp"
#include "service/changes.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

/// Wrong organisation, login, password and code look and cost alike.
Story<SignedIn> sign_in(Context& ctx, SignIn request) {
  const auto login = canonical_login(request.login);
  auto organisation = co_await ctx.store.organisation_by_slug(std::move(request.organisation_slug));
  if (!organisation) co_return organisation.error();
  std::optional<domain::Person> person;
  if (login && *organisation) {
    std::string hash = login_hash(ctx, *login);
    auto found = co_await ctx.store.person_by_login((*organisation)->id, std::move(hash));
    if (!found) co_return found.error();
    person = std::move(*found);
  }
  std::string stored = person && !person->disabled ? person->password_hash : std::string{};
  auto verified = co_await ctx.passwords.verify(std::move(request.password), std::move(stored));
  if (!verified) co_return verified.error();
  if (!*verified || !person) co_return refuse(Code::Unauthenticated);
  const Instant now = ctx.clock.wall();
  const auto step =
      identity::totp_step(person->totp_secret, request.totp.reveal(), now, person->totp_last_step);
  if (!step) co_return refuse(Code::Unauthenticated);

  person->totp_last_step = *step;
  store::Commit commit;
  auto token = put_token(commit, *person, domain::TokenKind::Session, now + limits::kStaffSession);
  const Actor actor{person->id, person->organisation, person->roles, {}, {}, {}};
  audit(commit, now, actor, domain::AuditAction::SignedIn, person->id.get());
  put(commit, std::move(*person));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) {  // a conflict: the same code was used elsewhere at the same moment
    co_return done.error().code == Code::Conflict ? refuse(Code::Unauthenticated) : done.error();
  }
  co_return SignedIn{actor.person, actor.organisation, actor.roles, std::move(token.token), token.expires};
}

}  // namespace holdfast::service
