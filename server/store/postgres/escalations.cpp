// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/records.hpp"
#include "store/sealed/bytes.hpp"
#include "wire/encode.hpp"

namespace holdfast::store::postgres {

namespace {

domain::Escalation escalation_of(Rows& r) {
  domain::Escalation e;
  r.into(e.id, e.version, e.organisation, e.conversation, e.seeker, e.first.conversation, e.first.seq,
         e.cause, e.state, e.level, e.kinds, e.step, e.round, e.raised, e.acknowledged_by, e.acknowledged,
         e.eyes_on, e.in_hand, e.closed, e.outcome, e.next_due);
  return e;
}

std::optional<domain::Escalation> one(Rows rows) {
  if (!rows.row()) return std::nullopt;
  return escalation_of(rows);
}

}  // namespace

Write put(const domain::Escalation& e) {
  return {
      "INSERT INTO escalation AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,"
      "$20,$21) ON CONFLICT(id) DO UPDATE SET version=CASE WHEN t.version=excluded.version-1 THEN "
      "excluded.version END, organisation=excluded.organisation,"
      " conversation=excluded.conversation, seeker=excluded.seeker,"
      " first_conversation=excluded.first_conversation, first_seq=excluded.first_seq, cause=excluded.cause,"
      " state=excluded.state, level=excluded.level, kinds=excluded.kinds, step=excluded.step,"
      " round=excluded.round, raised=excluded.raised, acknowledged_by=excluded.acknowledged_by,"
      " acknowledged=excluded.acknowledged, eyes_on=excluded.eyes_on, in_hand=excluded.in_hand,"
      " closed=excluded.closed, outcome=excluded.outcome, next_due=excluded.next_due",
      Args{e.id,
           Version{e.version.get() + 1},
           e.organisation,
           e.conversation,
           e.seeker,
           e.first.conversation,
           e.first.seq,
           e.cause,
           e.state,
           e.level,
           e.kinds,
           e.step,
           e.round,
           e.raised,
           e.acknowledged_by,
           e.acknowledged,
           e.eyes_on,
           e.in_hand,
           e.closed,
           e.outcome,
           e.next_due}};
}

Write put_flag(const domain::Flag& f) {
  return {"INSERT INTO flag VALUES($1,$2,$3,$4,$5,$6,$7)",
          Args{f.message.conversation, f.message.seq, f.author, f.verdict.level,
               wire::encode_verdict(f.verdict), f.escalation, f.at}};
}

Write put_incident(const Incident& incident, Instant at, const vault::DataKey& key) {
  return {
      "INSERT INTO incident VALUES($1,$2,$3) ON CONFLICT(escalation) DO UPDATE SET at=excluded.at,"
      " sealed=excluded.sealed",
      Args{incident.escalation.id, at, seal_incident(incident, key)}};
}

std::optional<domain::Escalation> escalation(Connection& db, EscalationId id) {
  return one(db.ask("SELECT * FROM escalation WHERE id=$1", id));
}

std::optional<domain::Escalation> open_escalation_of(Connection& db, PersonId seeker) {
  return one(db.ask("SELECT * FROM escalation WHERE seeker=$1 AND seeker<>0 AND state<>4", seeker));
}

std::vector<domain::Escalation> open_escalations(Connection& db, OrganisationId organisation) {
  Rows rows =
      db.ask("SELECT * FROM escalation WHERE organisation=$1 AND state<>4 ORDER BY raised, id", organisation);
  std::vector<domain::Escalation> all;
  while (rows.row()) all.push_back(escalation_of(rows));
  return all;
}

Result<std::optional<Incident>> incident(Connection& db, EscalationId id, const vault::DataKey& key) {
  Rows rows = db.ask("SELECT sealed FROM incident WHERE escalation=$1", id);
  if (!rows.row()) return std::optional<Incident>{};
  return open_incident(id, rows.view(0), key);
}

}  // namespace holdfast::store::postgres
