// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/arriving.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

Story<ArrivalView> see_arrival(Context& ctx, std::string slug, std::string language) {
  auto line = co_await line_of_slug(ctx, std::move(slug));
  if (!line) co_return line.error();
  ArrivalView view;
  view.organisation = line->organisation.id;
  view.name = line->organisation.name;
  view.line = line->state;
  view.demo = line->pack.demo;
  view.notice_version = line->pack.version;
  view.numbers = std::move(line->pack.numbers);
  view.minimum_age = line->pack.minimum_age;
  auto& notices = line->pack.notices;
  const auto wanted = notices.find(language);
  const auto given = wanted != notices.end() ? wanted : notices.find("en");
  if (given == notices.end()) co_return view;
  view.language = given->first;
  view.notice = std::move(given->second);
  co_return view;
}

Story<Arrived> arrive(Context& ctx, Arrive request) {
  const auto room = domain::admit(domain::Work::NewPerson, ctx.store.load());
  if (!room) co_return room.error();
  auto line = co_await line_of_slug(ctx, std::move(request.organisation_slug));
  if (!line) co_return line.error();
  const auto may = domain::may_arrive(line->pack, line->state, request.notice_shown, request.stated_age);
  if (!may) co_return may.error();

  const Instant now = ctx.clock.wall();
  domain::Person person;
  person.id = fresh_id<PersonId>();
  person.organisation = line->organisation.id;
  person.roles.add(domain::OrgRole::Seeker);
  person.notice_shown = request.notice_shown;
  person.created = now;
  store::Commit commit;
  Arrived arrived = let_in(ctx, commit, person, now);
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error();
  co_return arrived;
}

}  // namespace holdfast::service
