// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <cstdint>

#include "domain/ids.hpp"
#include "domain/roles.hpp"

namespace holdfast::service {

/// Who is asking, established by a token.
struct Actor {
  PersonId person;
  OrganisationId organisation;
  domain::OrgRoles roles;
  TokenId token;
  SessionId session;                  // 0 over HTTP; the session that shows the actor's stories fills it in
  std::array<char, 32> token_hash{};  // finds the token's record again, to revoke it
};

}  // namespace holdfast::service
