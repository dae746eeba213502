// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"

/// Places in the queue: rows in and out.
namespace holdfast::store::sqlite {

[[nodiscard]] Version version_of(Connection& db, const domain::Request& record);
/// The seeker waits in another request already.
[[nodiscard]] bool taken(Connection& db, const domain::Request& record);
void put(Connection& db, const domain::Request& record);

[[nodiscard]] std::vector<domain::Request> waiting(Connection& db, OrganisationId organisation);
[[nodiscard]] std::optional<domain::Request> request(Connection& db, RequestId id);
[[nodiscard]] std::optional<domain::Request> open_request_of(Connection& db, PersonId seeker);

}  // namespace holdfast::store::sqlite
