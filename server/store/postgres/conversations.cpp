// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>

#include "store/postgres/records.hpp"
#include "store/sealed/key_cache.hpp"

namespace holdfast::store::postgres {

namespace {
constexpr std::uint32_t kListMost = 1000;
}

Write put(const domain::Conversation& c, const vault::Keyring& ring) {
  const auto name = seal_field(ring, c.id.get(), kConversationName, c.name);
  return {
      "INSERT INTO conversation AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)"
      " ON CONFLICT(id) DO UPDATE SET version=CASE WHEN t.version=excluded.version-1 THEN excluded.version "
      "END, organisation=excluded.organisation,"
      " kind=excluded.kind, state=excluded.state, end_reason=excluded.end_reason, seeker=excluded.seeker,"
      " owner=excluded.owner, staff_side=excluded.staff_side, main=excluded.main, level=excluded.level,"
      " kinds=excluded.kinds, name=CASE WHEN EXISTS(SELECT FROM counter c WHERE c.conversation=t.id AND"
      " c.erased<>0) THEN NULL ELSE excluded.name END, created=excluded.created, expires=excluded.expires",
      Args{c.id, Version{c.version.get() + 1}, c.organisation, c.kind, c.state, c.end_reason, c.seeker,
           c.owner, c.staff_side, c.main, c.level, c.kinds, name, c.created, c.expires}};
}

Write put(const domain::Member& m) {
  return {
      "INSERT INTO member AS t VALUES($1,$2,$3,$4,$5,$6,$7) ON CONFLICT(conversation, person) DO UPDATE SET"
      " version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, role=excluded.role, "
      "visible_from=excluded.visible_from,"
      " muted_until=excluded.muted_until, joined=excluded.joined",
      Args{m.conversation, m.person, Version{m.version.get() + 1}, m.role, m.visible_from, m.muted_until,
           m.joined}};
}

Write put_data_key(ConversationId conversation, std::string_view wrapped) {
  return {"INSERT INTO data_key VALUES($1,$2)", Args{conversation, wrapped}};
}

Write put_cursor(const MoveCursor& move) {
  return {
      "INSERT INTO cursor VALUES($1,$2,$3,$4) ON CONFLICT(conversation, person, kind) DO UPDATE SET"
      " seq=excluded.seq",
      Args{move.conversation, move.person, move.kind, move.seq}};
}

domain::Conversation conversation_of(Rows& rows, const vault::Keyring& ring) {
  domain::Conversation c;
  std::string name;
  rows.into(c.id, c.version, c.organisation, c.kind, c.state, c.end_reason, c.seeker, c.owner, c.staff_side,
            c.main, c.level, c.kinds, name, c.created, c.expires);
  c.name = open_field(ring, c.id.get(), kConversationName, name);
  return c;
}

domain::Member member_of(Rows& rows) {
  domain::Member m;
  rows.into(m.conversation, m.person, m.version, m.role, m.visible_from, m.muted_until, m.joined);
  return m;
}

std::optional<domain::Conversation> conversation(Connection& db, ConversationId id,
                                                 const vault::Keyring& ring) {
  Rows rows = db.ask("SELECT * FROM conversation WHERE id=$1", id);
  if (!rows.row()) return std::nullopt;
  return conversation_of(rows, ring);
}

std::optional<domain::Member> member(Connection& db, ConversationId conversation, PersonId person) {
  Rows rows = db.ask("SELECT * FROM member WHERE conversation=$1 AND person=$2", conversation, person);
  if (!rows.row()) return std::nullopt;
  return member_of(rows);
}

std::vector<MemberState> members(Connection& db, ConversationId conversation, const vault::Keyring& ring) {
  Rows rows = db.ask(
      "SELECT m.*, coalesce(d.seq,0), coalesce(r.seq,0), p.display_name FROM member m"
      " LEFT JOIN cursor d ON d.conversation=m.conversation AND d.person=m.person AND d.kind=0"
      " LEFT JOIN cursor r ON r.conversation=m.conversation AND r.person=m.person AND r.kind=1"
      " LEFT JOIN person p ON p.id=m.person WHERE m.conversation=$1 ORDER BY m.joined, m.person",
      conversation);
  std::vector<MemberState> all;
  while (rows.row()) {
    MemberState state;
    std::string name;
    state.member = member_of(rows);
    rows.into_from(7, state.delivered, state.read, name);
    state.display_name = open_field(ring, state.member.person.get(), kDisplayName, name);
    all.push_back(std::move(state));
  }
  return all;
}

std::vector<ConversationId> conversations_of(Connection& db, PersonId person, ConversationId after,
                                             std::uint32_t limit) {
  Rows rows = db.ask(
      "SELECT conversation FROM member WHERE person=$1 AND role<>0 AND conversation>$2 ORDER BY conversation"
      " LIMIT $3",
      person, after, std::min(limit, kListMost));
  std::vector<ConversationId> all;
  while (rows.row()) all.push_back(rows.at<ConversationId>(0));
  return all;
}

}  // namespace holdfast::store::postgres
