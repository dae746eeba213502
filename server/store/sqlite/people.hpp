// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"
#include "vault/vault.hpp"

/// Organisations, people, tokens: rows in and out.
namespace holdfast::store::sqlite {

/// The stored version, 0 when there is none.
[[nodiscard]] Version version_of(Connection& db, const domain::Organisation& record);
[[nodiscard]] Version version_of(Connection& db, const domain::Person& record);
[[nodiscard]] Version version_of(Connection& db, const domain::Token& record);

/// A unique column (slug, login, phrase, token hash) already belongs to another record: decided before
/// anything is written.
[[nodiscard]] bool taken(Connection& db, const domain::Organisation& record);
[[nodiscard]] bool taken(Connection& db, const domain::Person& record);
[[nodiscard]] bool taken(Connection& db, const domain::Token& record);

/// Write the whole record with its version as given plus one.
void put(Connection& db, const domain::Organisation& record);
void put(Connection& db, const domain::Person& record, const vault::Keyring& ring);
void put(Connection& db, const domain::Token& record);

[[nodiscard]] std::optional<domain::Organisation> organisation(Connection& db, OrganisationId id);
[[nodiscard]] std::optional<domain::Organisation> organisation_by_slug(Connection& db, std::string_view slug);
[[nodiscard]] std::vector<domain::Organisation> organisations(Connection& db);
[[nodiscard]] std::optional<domain::Person> person(Connection& db, PersonId id, const vault::Keyring& ring);
[[nodiscard]] std::optional<domain::Person> person_by_login(Connection& db, OrganisationId organisation,
                                                            std::string_view hash,
                                                            const vault::Keyring& ring);
[[nodiscard]] std::optional<domain::Person> person_by_phrase(Connection& db, OrganisationId organisation,
                                                             std::string_view hash,
                                                             const vault::Keyring& ring);
[[nodiscard]] std::vector<domain::Person> staff(Connection& db, OrganisationId organisation,
                                                const vault::Keyring& ring);
[[nodiscard]] std::optional<domain::Token> token(Connection& db, std::string_view hash);

}  // namespace holdfast::store::sqlite
