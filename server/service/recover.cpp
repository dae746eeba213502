// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/arriving.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

/// Unknown, revoked and expired look alike. Sessions of the old phrase stay: the person may hold two devices.
Story<Arrived> recover(Context& ctx, std::string slug, Secret typed) {
  const auto room = domain::admit(domain::Work::NewPerson, ctx.store.load());
  if (!room) co_return room.error();
  const auto phrase = identity::canonical_phrase(typed);
  if (!phrase) co_return refuse(Code::Unauthenticated);
  auto organisation = co_await ctx.store.organisation_by_slug(std::move(slug));
  if (!organisation) co_return organisation.error();
  if (!*organisation) co_return refuse(Code::NotFound);
  std::string hash = phrase_hash(ctx, *phrase);
  auto person = co_await ctx.store.person_by_phrase((*organisation)->id, std::move(hash));
  if (!person) co_return person.error();
  const Instant now = ctx.clock.wall();
  const bool good = *person && !(*person)->disabled && (*person)->expires && now < *(*person)->expires;
  if (!good) co_return refuse(Code::Unauthenticated);

  store::Commit commit;
  Arrived arrived = let_in(ctx, commit, std::move(**person), now);
  auto done = co_await ctx.store.commit(std::move(commit));
  if (done) co_return arrived;
  // Used twice at once: one new phrase replaced it, and this one is no longer good.
  co_return done.error().code == Code::Conflict ? refuse(Code::Unauthenticated) : done.error();
}

}  // namespace holdfast::service
