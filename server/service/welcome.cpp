// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/queueing.hpp"

namespace holdfast::service {

Story<domain::Welcome> welcome(Context& ctx, Actor actor) {
  const auto room = domain::admit(domain::Work::NewPerson, ctx.store.load());
  if (!room && !actor.roles.staff()) co_return room.error();  // those who answer must always get in
  auto line = co_await line_of(ctx, actor.organisation);
  if (!line) co_return line.error();
  if (actor.session) ctx.presence.arrived(actor.organisation, actor.person, actor.roles, actor.session);
  domain::Welcome welcome;
  welcome.session = actor.session;
  welcome.person = actor.person;
  welcome.organisation = actor.organisation;
  welcome.roles = actor.roles;
  welcome.epoch = ctx.store.epoch();
  if (actor.roles.staff()) welcome.board = line->organisation.board;
  welcome.line = line->state;
  welcome.now = ctx.clock.wall();
  // A lead who comes opens the line.
  if (actor.roles.has(domain::OrgRole::Supervisor)) co_await tell_line(ctx, actor.organisation);
  co_return welcome;
}

void session_ended(Context& ctx, const Actor& actor, presence::Leaving leaving) {
  if (actor.session) ctx.presence.left(actor.person, actor.session, leaving);
}

}  // namespace holdfast::service
