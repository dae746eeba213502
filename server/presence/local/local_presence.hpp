// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "bus/bus.hpp"
#include "presence/lease.hpp"
#include "presence/presence.hpp"

namespace holdfast::presence {

/// Presence of a process that is alone. Any thread may call; one mutex is held for one look at the table,
/// never across a suspension. Each change of the facts goes out on the person's own topic through the bus, in
/// the order it happened.
class LocalPresence final : public Presence {
 public:
  LocalPresence(const Clock& clock, bus::Bus& bus) : clock_{clock}, bus_{bus} {}

  /// Called when the lease of someone on the staff has ended, outside the lock, on the thread that saw it
  /// (P6: what they had acknowledged is armed again). Set before the first arrival.
  void on_gone(std::function<void(OrganisationId, PersonId)> callback) { gone_ = std::move(callback); }
  /// Ends what has run out. Called each limits::kPresenceTick. Cost: linear in the people here.
  void expire();

  void arrived(OrganisationId organisation, PersonId person, domain::OrgRoles roles,
               SessionId session) override;
  void left(PersonId person, SessionId session, Leaving leaving) override;
  void set_on_call(PersonId person, bool on_call) override;
  void attended(PersonId person) override;
  io::Task<Result<std::vector<domain::Presence>>> look(std::vector<PersonId> people) override;
  io::Task<Result<std::vector<PersonId>>> reachable(OrganisationId organisation,
                                                    domain::OrgRole role) override;

 private:
  struct Here {
    OrganisationId organisation;
    domain::OrgRoles roles;
    Lease lease;
    Facts told;
  };
  using People = std::unordered_map<PersonId, Here>;

  void tell(PersonId person, Here& here, Steady now);
  void part(OrganisationId organisation, PersonId person, domain::OrgRoles roles) const;

  const Clock& clock_;
  bus::Bus& bus_;
  std::function<void(OrganisationId, PersonId)> gone_;
  std::mutex mutex_;  // guards people_; publishing happens under it so that watchers see changes in order
  People people_;
};

}  // namespace holdfast::presence
