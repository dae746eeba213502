// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/changes.hpp"

#include <algorithm>
#include <span>

namespace holdfast::service {

ClientMessageId fresh_client_id() {
  ClientMessageId id;
  fill_random(std::as_writable_bytes(std::span{id.bytes}));
  return id;
}

void say(store::Commit& commit, ConversationId where, domain::Content content, About about) {
  if (!where) return;
  commit.changes.emplace_back(
      store::Append{where, PersonId{}, fresh_client_id(), std::move(content), std::nullopt, about, false});
}

void say_member(store::Commit& commit, ConversationId where, domain::MemberNote::What what, PersonId person) {
  say(commit, where, domain::MemberNote{what, person});
}

void audit(store::Commit& commit, Instant at, const Actor& actor, domain::AuditAction action,
           std::uint64_t object, std::uint64_t detail) {
  commit.changes.emplace_back(
      store::AppendAudit{domain::AuditEntry{at, actor.organisation, actor.person, action, object, detail}});
}

void publish(store::Commit& commit, domain::Topic topic, domain::EventBody body) {
  commit.changes.emplace_back(store::Publish{domain::Event{topic, std::move(body)}});
}

void put_task(store::Commit& commit, domain::TaskKind kind, OrganisationId organisation,
              std::uint64_t subject, Instant due, std::string payload) {
  domain::Task task;
  task.id = fresh_id<TaskId>();
  task.kind = kind;
  task.organisation = organisation;
  task.subject = subject;
  task.payload = std::move(payload);
  task.due = due;
  put(commit, std::move(task));
}

std::uint32_t appends(const store::Commit& commit) {
  return static_cast<std::uint32_t>(std::ranges::count_if(commit.changes, [](const store::Change& change) {
    return std::holds_alternative<store::Append>(change);
  }));
}

Actor the_line(OrganisationId organisation) {
  Actor actor;
  actor.organisation = organisation;
  return actor;
}

}  // namespace holdfast::service
