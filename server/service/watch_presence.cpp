// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/facts.hpp"

namespace holdfast::service {

/// Staff may be watched by everyone of their organisation; seekers only by staff. Who may not be watched is
/// left out, like one who does not exist.
Story<domain::PresenceList> watch_presence(Context& ctx, Actor actor, domain::WatchPresence request) {
  if (request.people.size() > limits::kWatched) co_return refuse(Code::TooLarge);
  const auto room = domain::admit(domain::Work::Presence, ctx.store.load());
  if (!room) co_return room.error();
  std::vector<PersonId> people;
  for (const PersonId id : request.people) {
    auto person = co_await ctx.store.person(id);
    if (!person) co_return person.error();
    if (!*person || (*person)->organisation != actor.organisation) continue;
    if ((*person)->roles.staff() || actor.roles.staff() || id == actor.person) people.push_back(id);
  }
  auto seen = co_await ctx.presence.look(std::move(people));
  if (!seen) co_return seen.error();
  co_return domain::PresenceList{std::move(*seen)};
}

}  // namespace holdfast::service
