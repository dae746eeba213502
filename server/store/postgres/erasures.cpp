// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/upkeep.hpp"

namespace holdfast::store::postgres {

namespace {

/// The ledger's entries as columns.
struct Entries {
  Numbers conversations;
  Numbers of_messages, seqs, said;

  explicit Entries(const Ledger& ledger) {
    for (const Erasure& entry : ledger.entries()) {
      if (!entry.seq) {
        conversations.add(entry.conversation);
        continue;
      }
      of_messages.add(entry.conversation);
      seqs.add(entry.seq);
      said.add(entry.said_at);
    }
  }
};

}  // namespace

// A restored database may use a seq again, so a message is known by its time as well.
void replay(Connection& db, const Ledger& ledger) {
  if (ledger.entries().empty()) return;
  const Entries e{ledger};
  db.send("BEGIN");
  db.send(
      "UPDATE message m SET body=NULL, digest=NULL FROM unnest($1::bigint[],$2::bigint[],$3::bigint[]) AS"
      " t(c,s,a) WHERE m.conversation=t.c AND m.seq=t.s AND m.at=t.a AND m.body IS NOT NULL",
      e.of_messages, e.seqs, e.said);
  db.send(
      "UPDATE conversation r SET name=NULL, state=$2, end_reason=$3, version=c.version+1 FROM counter c WHERE"
      " r.id=ANY($1::bigint[]) AND c.conversation=r.id AND c.erased=0",
      e.conversations, domain::ConversationState::Ended, domain::EndReason::Erased);
  db.send("UPDATE counter SET erased=1, version=version+1 WHERE conversation=ANY($1::bigint[]) AND erased=0",
          e.conversations);
  db.send("DELETE FROM data_key WHERE conversation=ANY($1::bigint[])", e.conversations);
  db.send("DELETE FROM message WHERE conversation=ANY($1::bigint[])", e.conversations);
  db.send("DELETE FROM flag WHERE conversation=ANY($1::bigint[])", e.conversations);
  db.send("DELETE FROM author_last WHERE conversation=ANY($1::bigint[])", e.conversations);
  db.send("COMMIT");
  db.sync();
  db.settle();
}

}  // namespace holdfast::store::postgres
