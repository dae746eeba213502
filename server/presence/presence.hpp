// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "domain/ids.hpp"
#include "domain/replies.hpp"
#include "domain/roles.hpp"
#include "io/task.hpp"

/// Who is here: leases, never sockets (P8). Three facts: connected (lease), on call (said so, and connected),
/// attending (took, answered, typed within two minutes).
namespace holdfast::presence {

enum class Leaving : std::uint8_t { SignedOut, Dropped };

class Presence {
 public:
  virtual ~Presence() = default;
  /// A session of this person lives on this node. Several sessions hold one lease together.
  virtual void arrived(OrganisationId organisation, PersonId person, domain::OrgRoles roles,
                       SessionId session) = 0;
  /// SignedOut ends presence within 1 s when it was the last session; Dropped keeps the lease until it ends.
  virtual void left(PersonId person, SessionId session, Leaving leaving) = 0;
  virtual void set_on_call(PersonId person, bool on_call) = 0;
  virtual void attended(PersonId person) = 0;

  virtual io::Task<Result<std::vector<domain::Presence>>> look(std::vector<PersonId> people) = 0;
  /// Staff of the organisation with this role who are on call (supporters) or connected (supervisors), now.
  virtual io::Task<Result<std::vector<PersonId>>> reachable(OrganisationId organisation,
                                                            domain::OrgRole role) = 0;
};

}  // namespace holdfast::presence
