// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <utility>

#include "base/random.hpp"
#include "domain/content.hpp"
#include "domain/records.hpp"
#include "service/actor.hpp"
#include "store/commit.hpp"

/// What stories commit, said shortly. Everything the line itself says has author 0, so that it never stands
/// between an author's turns.
namespace holdfast::service {

using About = decltype(store::Append::about);

[[nodiscard]] ClientMessageId fresh_client_id();

/// Something the line says in a conversation; nothing for conversation 0 (a staff side that does not exist).
void say(store::Commit& commit, ConversationId where, domain::Content content, About about = {});
void say_member(store::Commit& commit, ConversationId where, domain::MemberNote::What what, PersonId person);

template <class Record>
void put(store::Commit& commit, Record record) {
  commit.changes.emplace_back(store::Put<Record>{std::move(record)});
}

void audit(store::Commit& commit, Instant at, const Actor& actor, domain::AuditAction action,
           std::uint64_t object, std::uint64_t detail = 0);
void publish(store::Commit& commit, domain::Topic topic, domain::EventBody body);

/// A task that falls due once.
void put_task(store::Commit& commit, domain::TaskKind kind, OrganisationId organisation,
              std::uint64_t subject, Instant due, std::string payload = {});

/// The n of the next Append, for `about`.
[[nodiscard]] std::uint32_t appends(const store::Commit& commit);

/// The line or the operator as an actor in the audit.
[[nodiscard]] Actor the_line(OrganisationId organisation);

}  // namespace holdfast::service
