// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/conversations.hpp"

#include <algorithm>

#include "store/sealed/key_cache.hpp"
#include "store/sqlite/people.hpp"

namespace holdfast::store::sqlite {

namespace {

constexpr std::uint32_t kListMost = 1000;

domain::Member member_of(Query& q) {
  domain::Member m;
  q.into(m.conversation, m.person, m.version, m.role, m.visible_from, m.muted_until, m.joined);
  return m;
}

}  // namespace

Version version_of(Connection& db, const domain::Member& record) {
  Query query{db, "SELECT version FROM member WHERE conversation=?1 AND person=?2", record.conversation,
              record.person};
  return query.row() ? query.at<Version>(0) : Version{};
}

void put(Connection& db, const domain::Conversation& c, const vault::Keyring& ring) {
  const auto name = seal_field(ring, c.id.get(), kConversationName, c.name);
  run(db,
      "INSERT INTO conversation(id, version, organisation, kind, state, end_reason, seeker, owner, "
      "staff_side, main,"
      " level, kinds, name, created, expires) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)"
      " ON CONFLICT(id) DO UPDATE SET version=?2, organisation=?3, kind=?4, state=?5, end_reason=?6, "
      "seeker=?7,"
      " owner=?8, staff_side=?9, main=?10, level=?11, kinds=?12, name=iif(erased,NULL,?13), created=?14, "
      "expires=?15",
      c.id, Version{c.version.get() + 1}, c.organisation, c.kind, c.state, c.end_reason, c.seeker, c.owner,
      c.staff_side, c.main, c.level, c.kinds, name, c.created, c.expires);
}

void put(Connection& db, const domain::Member& m) {
  run(db,
      "INSERT INTO member VALUES(?1,?2,?3,?4,?5,?6,?7) ON CONFLICT(conversation, person) DO UPDATE SET "
      "version=?3,"
      " role=?4, visible_from=?5, muted_until=?6, joined=?7",
      m.conversation, m.person, Version{m.version.get() + 1}, m.role, m.visible_from, m.muted_until,
      m.joined);
}

void put_data_key(Connection& db, ConversationId conversation, std::string_view wrapped) {
  run(db, "INSERT INTO data_key VALUES(?1,?2)", conversation, wrapped);
}

bool move_cursor(Connection& db, const MoveCursor& move) {
  run(db,
      "INSERT INTO cursor VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET seq=excluded.seq WHERE excluded.seq "
      "> cursor.seq",
      move.conversation, move.person, move.kind, move.seq);
  return db.changes() > 0;
}

std::optional<domain::Conversation> conversation(Connection& db, ConversationId id,
                                                 const vault::Keyring& ring) {
  Query query{db, "SELECT * FROM conversation WHERE id=?1", id};
  if (!query.row()) return std::nullopt;
  domain::Conversation c;
  std::string name;
  query.into(c.id, c.version, c.organisation, c.kind, c.state, c.end_reason, c.seeker, c.owner, c.staff_side,
             c.main, c.level, c.kinds, name, c.created, c.expires);
  c.name = open_field(ring, c.id.get(), kConversationName, name);
  return c;
}

std::optional<domain::Member> member(Connection& db, ConversationId conversation, PersonId person) {
  Query query{db, "SELECT * FROM member WHERE conversation=?1 AND person=?2", conversation, person};
  if (!query.row()) return std::nullopt;
  return member_of(query);
}

std::vector<MemberState> members(Connection& db, ConversationId conversation, const vault::Keyring& ring) {
  Query query{db,
              "SELECT m.*, coalesce(d.seq,0), coalesce(r.seq,0), p.display_name FROM member m"
              " LEFT JOIN cursor d ON d.conversation=m.conversation AND d.person=m.person AND d.kind=0"
              " LEFT JOIN cursor r ON r.conversation=m.conversation AND r.person=m.person AND r.kind=1"
              " LEFT JOIN person p ON p.id=m.person WHERE m.conversation=?1 ORDER BY m.joined, m.person",
              conversation};
  std::vector<MemberState> all;
  while (query.row()) {
    MemberState state;
    std::string name;
    state.member = member_of(query);
    query.into_from(7, state.delivered, state.read, name);
    state.display_name = open_field(ring, state.member.person.get(), kDisplayName, name);
    all.push_back(std::move(state));
  }
  return all;
}

std::vector<ConversationId> conversations_of(Connection& db, PersonId person, ConversationId after,
                                             std::uint32_t limit) {
  Query query{
      db,
      "SELECT conversation FROM member WHERE person=?1 AND role<>0 AND conversation>?2 ORDER BY conversation"
      " LIMIT ?3",
      person, after, std::min(limit, kListMost)};
  std::vector<ConversationId> all;
  while (query.row()) all.push_back(query.at<ConversationId>(0));
  return all;
}

}  // namespace holdfast::store::sqlite
