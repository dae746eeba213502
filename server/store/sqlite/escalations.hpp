// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/open.hpp"
#include "vault/vault.hpp"

/// Escalations, flags and the incident record: rows in and out.
namespace holdfast::store::sqlite {

[[nodiscard]] Version version_of(Connection& db, const domain::Escalation& record);
/// The seeker has another open escalation already: it is to be merged into.
[[nodiscard]] bool taken(Connection& db, const domain::Escalation& record);
void put(Connection& db, const domain::Escalation& record);
void put_flag(Connection& db, const domain::Flag& flag);

[[nodiscard]] std::optional<domain::Escalation> escalation(Connection& db, EscalationId id);
[[nodiscard]] std::optional<domain::Escalation> open_escalation_of(Connection& db, PersonId seeker);
[[nodiscard]] std::vector<domain::Escalation> open_escalations(Connection& db, OrganisationId organisation);

void put_incident(Connection& db, const Incident& incident, Instant at, const vault::DataKey& key);
[[nodiscard]] Result<std::optional<Incident>> incident(Connection& db, EscalationId id,
                                                       const vault::DataKey& key);

}  // namespace holdfast::store::sqlite
