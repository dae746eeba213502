// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/ids.hpp"
#include "domain/roles.hpp"

namespace holdfast::service {

/// Who is asking, established by a token.
struct Actor {
  PersonId person;
  OrganisationId organisation;
  domain::OrgRoles roles;
  TokenId token;
  SessionId session;  // 0 over HTTP
};

}  // namespace holdfast::service
