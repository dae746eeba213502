// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/escalations.hpp"

#include "store/sqlite/bytes.hpp"
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

vault::Binding bound_to(EscalationId id) {
  vault::Binding binding{};
  std::string bytes;
  append_u64(bytes, id.get());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    binding.client_id.bytes[i] = static_cast<std::uint8_t>(bytes[i]);
  return binding;
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

vault::DataKeyPtr incident_key(const vault::Keyring& ring) {
  return std::make_shared<const vault::DataKey>(ring.derived_key("incident record"));
}

void put_incident(Connection& db, const Incident& incident, Instant at, const vault::DataKey& key) {
  std::string plain;
  append_text(plain, wire::encode_content(domain::EscalationNote{incident.escalation}));
  append_text(plain, incident.acts);
  const EscalationId id = incident.escalation.id;
  run(db, "INSERT INTO incident VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET at=?2, sealed=?3", id, at,
      key.seal(bound_to(id), plain));
}

Result<std::optional<Incident>> incident(Connection& db, EscalationId id, const vault::DataKey& key) {
  Query query{db, "SELECT sealed FROM incident WHERE escalation=?1", id};
  if (!query.row()) return std::optional<Incident>{};
  const auto plain = key.open(bound_to(id), query.view(0));
  if (!plain) return plain.error();
  std::string_view rest{*plain};
  const auto content = wire::decode_content(take_text(rest));
  if (!content) return content.error();
  const auto* const note = std::get_if<domain::EscalationNote>(&*content);
  if (note == nullptr) return refuse(Code::Internal);
  return std::optional<Incident>{Incident{note->escalation, take_text(rest)}};
}

}  // namespace holdfast::store::sqlite
