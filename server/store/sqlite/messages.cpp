// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/messages.hpp"

namespace holdfast::store::sqlite {

namespace {

bool whole_conversation_left(Connection& db, ConversationId conversation) {
  Query query{db, "SELECT 1 FROM conversation WHERE id=?1 AND erased=0", conversation};
  return query.row();
}

}  // namespace

std::optional<Stored> stored(Connection& db, const domain::Message& m) {
  Query query{
      db, "SELECT seq, at, digest FROM message WHERE cid=?1 AND author=?2 AND conversation=?3 AND deduped=1",
      m.client_id, m.author, m.conversation};
  if (!query.row()) return std::nullopt;
  Stored found;
  query.into(found.seq, found.at, found.digest);
  return found;
}

void append(Connection& db, const domain::Message& m, Once once, std::string_view digest,
            std::string_view body) {
  std::optional<ConversationId> about_conversation;
  std::optional<Seq> about_seq;
  if (m.about) {
    about_conversation = m.about->conversation;
    about_seq = m.about->seq;
  }
  run(db,
      "INSERT INTO message(conversation, seq, author, at, client_at, kind, deduped, about_conversation, "
      "about_seq, cid,"
      " digest, body) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
      m.conversation, m.seq, m.author, m.at, m.client_at, m.content.index(), once, about_conversation,
      about_seq, m.client_id, digest, body);
}

std::optional<Instant> said_at(Connection& db, MessageRef message) {
  Query query{db, "SELECT at FROM message WHERE conversation=?1 AND seq=?2 AND body IS NOT NULL",
              message.conversation, message.seq};
  if (!query.row()) return std::nullopt;
  return query.at<Instant>(0);
}

bool exists(Connection& db, MessageRef message) {
  Query query{db, "SELECT 1 FROM message WHERE conversation=?1 AND seq=?2", message.conversation,
              message.seq};
  return query.row();
}

void erase_message(Connection& db, MessageRef message) {
  run(db, "UPDATE message SET body=NULL, digest=NULL WHERE conversation=?1 AND seq=?2", message.conversation,
      message.seq);
}

void erase_conversation(Connection& db, ConversationId conversation) {
  const Seq head = head_of(db, conversation);
  run(db,
      "UPDATE conversation SET erased=1, erased_head=?2, name=NULL, state=?3, end_reason=?4, "
      "version=version+1"
      " WHERE id=?1",
      conversation, head, domain::ConversationState::Ended, domain::EndReason::Erased);
  run(db, "DELETE FROM data_key WHERE conversation=?1", conversation);
  run(db, "DELETE FROM message WHERE conversation=?1", conversation);
  run(db, "DELETE FROM flag WHERE conversation=?1", conversation);
}

std::size_t replay(Connection& db, const Ledger& ledger) {
  std::size_t erased = 0;
  db.execute("BEGIN IMMEDIATE");
  for (const Erasure& entry : ledger.entries()) {
    if (!entry.seq) {
      if (!whole_conversation_left(db, entry.conversation)) continue;
      erase_conversation(db, entry.conversation);
      ++erased;
    } else if (said_at(db, {entry.conversation, entry.seq}) == entry.said_at) {
      erase_message(db, {entry.conversation, entry.seq});
      ++erased;
    }
  }
  db.execute("COMMIT");
  return erased;
}

Result<vault::DataKeyPtr> load_key(KeyCache& keys, Connection& db, ConversationId conversation) {
  if (auto known = keys.find(conversation)) return known;
  const std::uint64_t erasures = keys.erasures();
  Query query{db, "SELECT wrapped FROM data_key WHERE conversation=?1", conversation};
  if (!query.row()) return vault::DataKeyPtr{};
  return keys.unwrap(conversation, query.view(0), erasures);
}

Seq head_of(Connection& db, ConversationId conversation) {
  Query query{db,
              "SELECT coalesce((SELECT max(seq) FROM message WHERE conversation=?1),"
              " (SELECT erased_head FROM conversation WHERE id=?1), 0)",
              conversation};
  return query.row() ? query.at<Seq>(0) : Seq{};
}

std::optional<AuthorLast> author_last(Connection& db, ConversationId conversation, PersonId author,
                                      std::int64_t window) {
  Query query{db, "SELECT author, cid, seq FROM message WHERE conversation=?1 ORDER BY seq DESC LIMIT ?2",
              conversation, window};
  while (query.row()) {
    if (query.at<PersonId>(0) != author) continue;
    AuthorLast last;
    query.into_from(1, last.id, last.seq);
    return last;
  }
  return std::nullopt;
}

}  // namespace holdfast::store::sqlite
