// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/arriving.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

struct Guest {
  domain::Token token;
  domain::Person person;
};

Story<Guest> guest_of(Context& ctx, Secret secret) {
  auto hash = identity::token_hash(secret);
  if (!hash) co_return refuse(Code::Unauthenticated);
  auto token = co_await ctx.store.token(std::move(*hash));
  if (!token) co_return token.error();
  const bool good = *token && (*token)->kind == domain::TokenKind::Invitation && !(*token)->revoked &&
                    ctx.clock.wall() < (*token)->expires;
  if (!good) co_return refuse(Code::Unauthenticated);
  auto person = co_await ctx.store.person((*token)->person);
  if (!person) co_return person.error();
  if (!*person || (*person)->disabled) co_return refuse(Code::Unauthenticated);
  co_return Guest{std::move(**token), std::move(**person)};
}

}  // namespace

Story<TotpEnrolment> open_invitation(Context& ctx, Secret token) {
  auto guest = co_await guest_of(ctx, std::move(token));
  if (!guest) co_return guest.error();
  auto organisation = co_await organisation_of(ctx, guest->person.organisation);
  if (!organisation) co_return organisation.error();
  co_return TotpEnrolment{identity::totp_address(guest->person.totp_secret, organisation->name,
                                                 guest->person.display_name.reveal())};
}

Story<SignedIn> accept_invitation(Context& ctx, AcceptInvitation request) {
  auto guest = co_await guest_of(ctx, std::move(request.token));
  if (!guest) co_return guest.error();
  domain::Person& person = guest->person;
  const auto login = canonical_login(request.login);
  const std::size_t length = request.password.size();
  if (!login || length < limits::kPasswordLeast || length > limits::kPasswordMost)
    co_return refuse(Code::Invalid);
  const Instant now = ctx.clock.wall();
  const auto step =
      identity::totp_step(person.totp_secret, request.totp.reveal(), now, person.totp_last_step);
  if (!step) co_return refuse(Code::Invalid);
  const std::string hash = login_hash(ctx, *login);
  auto taken = co_await ctx.store.person_by_login(person.organisation, hash);
  if (!taken) co_return taken.error();
  if (*taken && (*taken)->id != person.id) co_return refuse(Code::AlreadyDone);
  auto password = co_await ctx.passwords.hash(std::move(request.password));
  if (!password) co_return password.error();

  person.login_hash = hash;
  person.password_hash = std::move(*password);
  person.totp_last_step = *step;
  guest->token.revoked = true;  // good once
  store::Commit commit;
  put(commit, std::move(guest->token));
  auto token = put_token(commit, person, domain::TokenKind::Session, now + limits::kStaffSession);
  const Actor actor{person.id, person.organisation, person.roles, {}, {}, {}};
  audit(commit, now, actor, domain::AuditAction::SignedIn, person.id.get());
  put(commit, std::move(person));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error().code == Code::Conflict ? refuse(Code::AlreadyDone) : done.error();
  co_return SignedIn{actor.person, actor.organisation, actor.roles, std::move(token.token), token.expires};
}

}  // namespace holdfast::service
