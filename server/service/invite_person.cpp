// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/arriving.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

/// A staff member to be, and the link that lets them in once. Errors: NotFound, Invalid (no staff role, no
/// name).
Story<Invited> invite_person(Context& ctx, OrganisationId organisation, domain::OrgRoles roles,
                             Secret display_name) {
  const bool named = !display_name.empty() && display_name.size() <= limits::kNameMost;
  if (!roles.staff() || roles.has(domain::OrgRole::Seeker) || !named) co_return refuse(Code::Invalid);
  auto found = co_await organisation_of(ctx, organisation);
  if (!found) co_return found.error();
  const Instant now = ctx.clock.wall();
  domain::Person person;
  person.id = fresh_id<PersonId>();
  person.organisation = organisation;
  person.roles = roles;
  person.display_name = std::move(display_name);
  person.totp_secret = identity::fresh_totp_secret();
  person.created = now;
  store::Commit commit;
  auto token = put_token(commit, person, domain::TokenKind::Invitation, now + limits::kInvitation);
  const Actor by = the_line(organisation);
  audit(commit, now, by, domain::AuditAction::PersonInvited, person.id.get(), roles.bits());
  Invited invited{person.id, std::move(token.token), token.expires};
  put(commit, std::move(person));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return invited;
}

}  // namespace holdfast::service
