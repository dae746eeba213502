// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "presence/local/local_presence.hpp"

#include <utility>

namespace holdfast::presence {

namespace {

domain::Presence shown(PersonId person, const Facts& facts) {
  return {
      .person = person, .connected = facts.connected, .on_call = facts.on_call, .attending = facts.attending};
}

/// A supporter is reached by being on call, everyone else on the staff by being connected.
bool reached(domain::OrgRole role, const Facts& facts) {
  return role == domain::OrgRole::Supporter ? facts.on_call : facts.connected;
}

}  // namespace

void LocalPresence::tell(PersonId person, Here& here, Steady now) {
  const Facts facts = facts_of(here.lease, now);
  if (facts == here.told) return;
  here.told = facts;
  bus_.publish_passing({domain::topic(person), domain::PresenceEvent{shown(person, facts)}});
}

void LocalPresence::part(OrganisationId organisation, PersonId person, domain::OrgRoles roles) const {
  if (roles.staff() && gone_) gone_(organisation, person);
}

void LocalPresence::arrived(OrganisationId organisation, PersonId person, domain::OrgRoles roles,
                            SessionId session) {
  const std::lock_guard lock{mutex_};
  const Steady now = clock_.steady();
  Here& here = people_[person];
  here.organisation = organisation;
  here.roles = roles;
  // One that ended but was not swept yet is a new arrival: it does not bring its old "on call" back.
  if (ended(here.lease, now)) here.lease = {};
  arrive(here.lease, session);
  tell(person, here, now);
}

void LocalPresence::left(PersonId person, SessionId session, Leaving leaving) {
  Here gone;
  {
    const std::lock_guard lock{mutex_};
    const auto found = people_.find(person);
    if (found == people_.end()) return;
    const Steady now = clock_.steady();
    leave(found->second.lease, session, leaving, now);
    tell(person, found->second, now);
    if (!ended(found->second.lease, now)) return;
    gone = std::move(found->second);
    people_.erase(found);
  }
  part(gone.organisation, person, gone.roles);
}

void LocalPresence::set_on_call(PersonId person, bool on_call) {
  const std::lock_guard lock{mutex_};
  const auto found = people_.find(person);
  if (found == people_.end()) return;
  found->second.lease.on_call = on_call;
  tell(person, found->second, clock_.steady());
}

void LocalPresence::attended(PersonId person) {
  const std::lock_guard lock{mutex_};
  const auto found = people_.find(person);
  if (found == people_.end()) return;
  const Steady now = clock_.steady();
  found->second.lease.attended = now;
  tell(person, found->second, now);
}

void LocalPresence::expire() {
  std::vector<std::pair<PersonId, Here>> gone;
  {
    const std::lock_guard lock{mutex_};
    const Steady now = clock_.steady();
    for (auto at = people_.begin(); at != people_.end();) {
      tell(at->first, at->second, now);
      if (!ended(at->second.lease, now)) {
        ++at;
        continue;
      }
      gone.emplace_back(at->first, std::move(at->second));
      at = people_.erase(at);
    }
  }
  for (const auto& [person, here] : gone) part(here.organisation, person, here.roles);
}

io::Task<Result<std::vector<domain::Presence>>> LocalPresence::look(std::vector<PersonId> people) {
  std::vector<domain::Presence> found;
  found.reserve(people.size());
  {
    const std::lock_guard lock{mutex_};
    const Steady now = clock_.steady();
    for (const PersonId person : people) {
      const auto at = people_.find(person);
      found.push_back(shown(person, at == people_.end() ? Facts{} : facts_of(at->second.lease, now)));
    }
  }
  co_return found;
}

io::Task<Result<std::vector<PersonId>>> LocalPresence::reachable(OrganisationId organisation,
                                                                 domain::OrgRole role) {
  std::vector<PersonId> found;
  {
    const std::lock_guard lock{mutex_};
    const Steady now = clock_.steady();
    for (const auto& [person, here] : people_) {
      if (here.organisation != organisation || !here.roles.has(role)) continue;
      if (reached(role, facts_of(here.lease, now))) found.push_back(person);
    }
  }
  co_return found;
}

}  // namespace holdfast::presence
