// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/records.hpp"
#include "store/postgres/connection.hpp"
#include "store/sealed/incident.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

/// Records: rows in and out.
namespace holdfast::store::postgres {

/// One statement of a transaction that was decided.
struct Write {
  const char* sql;
  Args args;
};

// Whole records with their version as given plus one. A record that was made elsewhere meanwhile, so that no
// lock could cover it, gets no version: an error that rolls back.
[[nodiscard]] Write put(const domain::Organisation& record);
[[nodiscard]] Write put(const domain::Person& record, const vault::Keyring& ring);
[[nodiscard]] Write put(const domain::Token& record);
[[nodiscard]] Write put(const domain::Conversation& record, const vault::Keyring& ring);
[[nodiscard]] Write put(const domain::Member& record);
[[nodiscard]] Write put(const domain::Request& record);
[[nodiscard]] Write put(const domain::Escalation& record);
[[nodiscard]] Write put(const domain::Task& record);
[[nodiscard]] Write finish_task(TaskId id);
[[nodiscard]] Write put_data_key(ConversationId conversation, std::string_view wrapped);
[[nodiscard]] Write put_cursor(const MoveCursor& move);
[[nodiscard]] Write put_flag(const domain::Flag& flag);
[[nodiscard]] Write put_incident(const Incident& incident, Instant at, const vault::DataKey& key);
[[nodiscard]] Write append_audit(const domain::AuditEntry& entry);

// Reads; an absent record is empty.
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

[[nodiscard]] std::optional<domain::Conversation> conversation(Connection& db, ConversationId id,
                                                               const vault::Keyring& ring);
[[nodiscard]] domain::Conversation conversation_of(Rows& rows, const vault::Keyring& ring);
[[nodiscard]] domain::Member member_of(Rows& rows);
[[nodiscard]] std::optional<domain::Member> member(Connection& db, ConversationId conversation,
                                                   PersonId person);
[[nodiscard]] std::vector<MemberState> members(Connection& db, ConversationId conversation,
                                               const vault::Keyring& ring);
[[nodiscard]] std::vector<ConversationId> conversations_of(Connection& db, PersonId person,
                                                           ConversationId after, std::uint32_t limit);

[[nodiscard]] std::vector<domain::Request> waiting(Connection& db, OrganisationId organisation);
[[nodiscard]] std::optional<domain::Request> request(Connection& db, RequestId id);
[[nodiscard]] std::optional<domain::Request> open_request_of(Connection& db, PersonId seeker);

[[nodiscard]] std::optional<domain::Escalation> escalation(Connection& db, EscalationId id);
[[nodiscard]] std::optional<domain::Escalation> open_escalation_of(Connection& db, PersonId seeker);
[[nodiscard]] std::vector<domain::Escalation> open_escalations(Connection& db, OrganisationId organisation);
[[nodiscard]] Result<std::optional<Incident>> incident(Connection& db, EscalationId id,
                                                       const vault::DataKey& key);

[[nodiscard]] std::vector<domain::Task> due_tasks(Connection& db, Instant now, std::uint32_t limit);
[[nodiscard]] std::optional<Instant> next_due(Connection& db);

}  // namespace holdfast::store::postgres
