// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Requests, tasks and the audit.
#include <algorithm>

#include "store/postgres/records.hpp"
#include "store/sealed/bytes.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr std::uint32_t kTasksMost = 1000;

domain::Request request_of(Rows& rows) {
  domain::Request r;
  std::string wishes;
  rows.into(r.id, r.version, r.organisation, r.conversation, r.seeker, r.state, r.level, r.urgent, r.language,
            wishes, r.asked, r.taken_by, r.taken);
  for (std::string_view rest{wishes}; !rest.empty();) r.wishes.push_back(take_text(rest));
  return r;
}

std::optional<domain::Request> one(Rows rows) {
  if (!rows.row()) return std::nullopt;
  return request_of(rows);
}

}  // namespace

Write put(const domain::Request& r) {
  std::string wishes;
  for (const std::string& wish : r.wishes) append_text(wishes, wish);
  return {
      "INSERT INTO request AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) ON CONFLICT(id) DO UPDATE"
      " SET version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, "
      "organisation=excluded.organisation,"
      " conversation=excluded.conversation, seeker=excluded.seeker, state=excluded.state,"
      " level=excluded.level, urgent=excluded.urgent, language=excluded.language, wishes=excluded.wishes,"
      " asked=excluded.asked, taken_by=excluded.taken_by, taken=excluded.taken",
      Args{r.id, Version{r.version.get() + 1}, r.organisation, r.conversation, r.seeker, r.state, r.level,
           r.urgent, r.language, wishes, r.asked, r.taken_by, r.taken}};
}

std::vector<domain::Request> waiting(Connection& db, OrganisationId organisation) {
  Rows rows =
      db.ask("SELECT * FROM request WHERE organisation=$1 AND state=0 ORDER BY asked, id", organisation);
  std::vector<domain::Request> all;
  while (rows.row()) all.push_back(request_of(rows));
  return all;
}

std::optional<domain::Request> request(Connection& db, RequestId id) {
  return one(db.ask("SELECT * FROM request WHERE id=$1", id));
}

std::optional<domain::Request> open_request_of(Connection& db, PersonId seeker) {
  return one(db.ask("SELECT * FROM request WHERE seeker=$1 AND state=0", seeker));
}

Write put(const domain::Task& t) {
  const Instant ready = t.claimed_by ? std::max(t.due, t.claimed_until) : t.due;
  return {
      "INSERT INTO task AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT(id) DO UPDATE SET"
      " version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, kind=excluded.kind, "
      "organisation=excluded.organisation,"
      " subject=excluded.subject, payload=excluded.payload, due=excluded.due, attempts=excluded.attempts,"
      " claimed_by=excluded.claimed_by, claimed_until=excluded.claimed_until, ready=excluded.ready",
      Args{t.id, Version{t.version.get() + 1}, t.kind, t.organisation, t.subject, t.payload, t.due,
           t.attempts, t.claimed_by, t.claimed_until, ready}};
}

Write finish_task(TaskId id) {
  return {"DELETE FROM task WHERE id=$1", Args{id}};
}

std::vector<domain::Task> due_tasks(Connection& db, Instant now, std::uint32_t limit) {
  Rows rows = db.ask("SELECT * FROM task WHERE ready<=$1 ORDER BY ready, id LIMIT $2", now,
                     std::min(limit, kTasksMost));
  std::vector<domain::Task> all;
  while (rows.row()) {
    domain::Task t;
    rows.into(t.id, t.version, t.kind, t.organisation, t.subject, t.payload, t.due, t.attempts, t.claimed_by,
              t.claimed_until);
    all.push_back(std::move(t));
  }
  return all;
}

std::optional<Instant> next_due(Connection& db) {
  Rows rows = db.ask("SELECT min(ready) FROM task");
  if (!rows.row() || rows.null(0)) return std::nullopt;
  return rows.at<Instant>(0);
}

Write append_audit(const domain::AuditEntry& e) {
  return {
      "WITH row AS (INSERT INTO audit(at, organisation, actor, action, object, detail)"
      " VALUES($1,$2,$3,$4,$5,$6) RETURNING id) INSERT INTO audit_waiting SELECT id FROM row",
      Args{e.at, e.organisation, e.actor, e.action, e.object, e.detail}};
}

}  // namespace holdfast::store::postgres
