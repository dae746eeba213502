// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/escalations.hpp"

#include "wire/encode.hpp"

namespace holdfast::store::sqlite {

namespace {

domain::Escalation escalation_of(Query& q) {
  domain::Escalation e;
  q.into(e.id, e.version, e.organisation, e.conversation, e.seeker, e.first.conversation, e.first.seq,
         e.cause, e.state, e.level, e.kinds, e.step, e.round, e.raised, e.acknowledged_by, e.acknowledged,
         e.eyes_on, e.in_hand, e.closed, e.outcome, e.next_due);
  return e;
}

std::optional<domain::Escalation> one(Query& q) {
  if (!q.row()) return std::nullopt;
  return escalation_of(q);
}

}  // namespace

Version version_of(Connection& db, const domain::Escalation& record) {
  Query query{db, "SELECT version FROM escalation WHERE id=?1", record.id};
  return query.row() ? query.at<Version>(0) : Version{};
}

bool taken(Connection& db, const domain::Escalation& record) {
  if (record.state == domain::EscalationState::Closed || !record.seeker) return false;
  Query query{db, "SELECT 1 FROM escalation WHERE seeker=?1 AND seeker<>0 AND state<>4 AND id<>?2",
              record.seeker, record.id};
  return query.row();
}

void put(Connection& db, const domain::Escalation& e) {
  run(db,
      "INSERT INTO escalation "
      "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21)"
      " ON CONFLICT(id) DO UPDATE SET version=?2, organisation=?3, conversation=?4, seeker=?5, "
      "first_conversation=?6,"
      " first_seq=?7, cause=?8, state=?9, level=?10, kinds=?11, step=?12, round=?13, raised=?14, "
      "acknowledged_by=?15,"
      " acknowledged=?16, eyes_on=?17, in_hand=?18, closed=?19, outcome=?20, next_due=?21",
      e.id, Version{e.version.get() + 1}, e.organisation, e.conversation, e.seeker, e.first.conversation,
      e.first.seq, e.cause, e.state, e.level, e.kinds, e.step, e.round, e.raised, e.acknowledged_by,
      e.acknowledged, e.eyes_on, e.in_hand, e.closed, e.outcome, e.next_due);
}

void put_flag(Connection& db, const domain::Flag& f) {
  run(db, "INSERT INTO flag VALUES(?1,?2,?3,?4,?5,?6,?7)", f.message.conversation, f.message.seq, f.author,
      f.verdict.level, wire::encode_verdict(f.verdict), f.escalation, f.at);
}

std::optional<domain::Escalation> escalation(Connection& db, EscalationId id) {
  Query query{db, "SELECT * FROM escalation WHERE id=?1", id};
  return one(query);
}

std::optional<domain::Escalation> open_escalation_of(Connection& db, PersonId seeker) {
  Query query{db, "SELECT * FROM escalation WHERE seeker=?1 AND seeker<>0 AND state<>4", seeker};
  return one(query);
}

std::vector<domain::Escalation> open_escalations(Connection& db, OrganisationId organisation) {
  Query query{db, "SELECT * FROM escalation WHERE organisation=?1 AND state<>4 ORDER BY raised, id",
              organisation};
  std::vector<domain::Escalation> all;
  while (query.row()) all.push_back(escalation_of(query));
  return all;
}

void put_incident(Connection& db, const Incident& incident, Instant at, const vault::DataKey& key) {
  run(db, "INSERT INTO incident VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET at=?2, sealed=?3",
      incident.escalation.id, at, seal_incident(incident, key));
}

Result<std::optional<Incident>> incident(Connection& db, EscalationId id, const vault::DataKey& key) {
  Query query{db, "SELECT sealed FROM incident WHERE escalation=?1", id};
  if (!query.row()) return std::optional<Incident>{};
  return open_incident(id, query.view(0), key);
}

}  // namespace holdfast::store::sqlite
