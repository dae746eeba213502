// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/write.hpp"

#include <algorithm>
#include <chrono>

#include "domain/limits.hpp"
#include "store/sealed/bytes.hpp"

namespace holdfast::store::postgres {

namespace {

// Seqs of all Appends first: a change may point at any of them.
void number(Facts& facts, Item& item, Batch& batch, Committed& committed) {
  for (Sealed& sealed : item.appends) {
    domain::Message& message = *sealed.message;
    Head& head = facts.heads[message.conversation];
    head.seq = Seq{head.seq.get() + 1};
    head.changed = true;
    message.seq = head.seq;
    message.at = facts.now;
    if (message.client_at && std::chrono::abs(*message.client_at - facts.now) <= limits::kClockShown) {
      message.client_at.reset();
    }
    facts.lasts[{message.conversation, message.author}] = {message.client_id, message.seq};
    facts.said[{message.conversation, message.seq}] = facts.now;
    if (sealed.deduped) {
      facts.stored[{message.conversation, message.author, message.client_id}] = {message.seq, facts.now,
                                                                                 sealed.digest};
    }
    committed.seqs.push_back(message.seq);
    batch.messages.push_back(&sealed);
  }
}

MessageRef ref_of(const Item& item, std::uint32_t index) {
  const domain::Message& message = *item.appends[index].message;
  return {message.conversation, message.seq};
}

void point(Item& item) {
  for (Sealed& sealed : item.appends) {
    if (const auto* ref = std::get_if<MessageRef>(&sealed.about)) sealed.message->about = *ref;
    if (const auto* index = std::get_if<std::uint32_t>(&sealed.about))
      sealed.message->about = ref_of(item, *index);
  }
}

struct WriteChange {
  Facts& facts;
  Item& item;
  const Sealing& sealing;
  Batch& batch;
  std::size_t next_append{0};

  void add(Write write) { batch.writes.push_back(std::move(write)); }
  template <class Record>
  void rise(const Record& record) {
    facts.versions[key_of(record)] = Version{record.version.get() + 1};
  }

  void operator()(const Append&) {
    const auto& message = item.appends[next_append++].message;
    batch.events.push_back({domain::topic(message->conversation), domain::MessageEvent{message}});
  }
  template <class Record>
  void operator()(const Put<Record>& change) {
    add(put(change.record));
    rise(change.record);
  }
  void operator()(const Put<domain::Person>& change) {
    add(put(change.record, *sealing.ring));
    rise(change.record);
  }
  void operator()(const Put<domain::Conversation>& change) {
    add(put(change.record, *sealing.ring));
    for (const NewKey& fresh : item.keys) {
      if (fresh.conversation != change.record.id) continue;
      add(put_data_key(fresh.conversation, fresh.wrapped));
      facts.keys[fresh.conversation] = fresh.key;
    }
    Head& head = facts.heads[change.record.id];
    head.fresh = head.fresh || !head.exists;
    head.exists = true;
    head.changed = true;
    head.version = Version{change.record.version.get() + 1};
  }
  void operator()(const PutEscalation& change) {
    domain::Escalation record = change.record;
    if (change.first_is_append) record.first = ref_of(item, *change.first_is_append);
    add(put(record));
    rise(record);
  }
  void operator()(const PutFlag& change) {
    domain::Flag flag = change.flag;
    flag.message = ref_of(item, change.append);
    add(put_flag(flag));
  }
  void operator()(const PutIncident& change) {
    add(put_incident({change.escalation, change.acts}, facts.now, sealing.incidents));
  }
  void operator()(const FinishTask& change) {
    add(finish_task(change.id));
    facts.versions.erase({RecordKind::Task, change.id.get(), 0});
  }
  void operator()(const MoveCursor& change) {
    MoveCursor move = change;
    move.seq = std::min(move.seq, facts.heads[move.conversation].seq);  // none beyond what was said
    Seq& stands = facts.cursors[{move.conversation, move.person, move.kind}];
    if (move.seq <= stands) return;
    stands = move.seq;
    add(put_cursor(move));
    batch.events.push_back({domain::topic(move.conversation),
                            domain::CursorEvent{move.conversation, move.person, move.kind, move.seq}});
  }
  void operator()(const EraseMessage& change) {
    auto& said = facts.said[change.message];
    if (!said) return;  // a tombstone already
    batch.erasures.push_back({change.message.conversation, change.message.seq, *said, facts.now});
    said.reset();
    add({"UPDATE message SET body=NULL, digest=NULL WHERE conversation=$1 AND seq=$2",
         Args{change.message.conversation, change.message.seq}});
    told(change.message.conversation, change.message.seq);
  }
  void operator()(const EraseConversation& change) {
    Head& head = facts.heads[change.conversation];
    if (head.erased) return;
    head.erased = true;
    head.version = Version{head.version.get() + 1};
    add({"UPDATE conversation SET name=NULL, state=$2, end_reason=$3, version=$4 WHERE id=$1",
         Args{change.conversation, domain::ConversationState::Ended, domain::EndReason::Erased,
              head.version}});
    add({"DELETE FROM data_key WHERE conversation=$1", Args{change.conversation}});
    add({"DELETE FROM message WHERE conversation=$1", Args{change.conversation}});
    add({"DELETE FROM flag WHERE conversation=$1", Args{change.conversation}});
    add({"DELETE FROM author_last WHERE conversation=$1", Args{change.conversation}});
    batch.erasures.push_back({change.conversation, Seq{}, Instant{}, facts.now});
    told(change.conversation, Seq{});
  }
  void told(ConversationId conversation, Seq seq) {
    facts.heads[conversation].changed = true;
    batch.events.push_back({domain::topic(conversation), domain::Erased{conversation, seq}});
  }
  void operator()(const AppendAudit& change) { add(append_audit(change.entry)); }
  void operator()(const Publish&) { batch.wrote = true; }  // after the item's messages, below
};

// Columns of the messages, in the order of the table.
struct MessageColumns {
  Numbers conversation, seq, author, at, client_at, about_conversation, about_seq, kind, deduped;
  Blobs cid, digest, body;

  void add(const Sealed& sealed) {
    const domain::Message& m = *sealed.message;
    conversation.add(m.conversation);
    seq.add(m.seq);
    author.add(m.author);
    at.add(m.at);
    client_at.add(m.client_at);
    about_conversation.add(m.about ? std::optional{m.about->conversation} : std::nullopt);
    about_seq.add(m.about ? std::optional{m.about->seq} : std::nullopt);
    kind.add(m.content.index());
    deduped.add(sealed.deduped);
    cid.add(m.client_id);
    digest.add(sealed.digest);
    body.add(sealed.body);
  }
};

// The newest message of each author who wrote.
struct LastColumns {
  Numbers conversation, author, seq;
  Blobs cid;

  LastColumns(const Facts& facts, const Batch& batch) {
    std::set<std::pair<ConversationId, PersonId>> wrote;
    for (const Sealed* const sealed : batch.messages)
      wrote.emplace(sealed->message->conversation, sealed->message->author);
    for (const auto& who : wrote) {
      const LastOf& last = facts.lasts.at(who);
      conversation.add(who.first);
      author.add(who.second);
      seq.add(last.seq);
      cid.add(*last.id);
    }
  }
};

enum class Counters { Fresh, Known };
struct CounterColumns {
  Numbers conversation, head, version, erased;

  CounterColumns(const Facts& facts, Counters which) {
    for (const auto& [id, known] : facts.heads) {
      if (!known.changed || known.fresh != (which == Counters::Fresh)) continue;
      conversation.add(id);
      head.add(known.seq);
      version.add(known.version);
      erased.add(known.erased);
    }
  }
};

std::string heads_of(const Facts& facts) {
  std::string heads;
  for (const auto& [id, known] : facts.heads) {
    if (!known.changed) continue;
    append_u64(heads, id.get());
    append_u64(heads, known.seq.get());
  }
  return heads;
}

#define HOLDFAST_COUNTERS(c, h, v, e)                                                                     \
  "UPDATE counter c SET head=t.h, version=t.v, erased=t.e FROM unnest(" c "::bigint[]," h "::bigint[]," v \
  "::bigint[]," e "::bigint[]) AS t(c,h,v,e) WHERE c.conversation=t.c"

// Messages, last ones, counters and the log in one statement: a statement more costs as much as ten messages.
void send_said(Connection& db, const Facts& facts, const Batch& batch, const LogRow& row) {
  MessageColumns m;
  for (const Sealed* const sealed : batch.messages) m.add(*sealed);
  const LastColumns l{facts, batch};
  const CounterColumns c{facts, Counters::Known};
  db.send(
      "WITH said AS (INSERT INTO message SELECT * FROM unnest($1::bigint[],$2::bigint[],$3::bigint[],"
      "$4::bigint[],$5::bigint[],$6::bigint[],$7::bigint[],$8::bigint[],$9::bigint[],$10::bytea[],"
      "$11::bytea[],$12::bytea[])), last AS (INSERT INTO author_last SELECT * FROM unnest($13::bigint[],"
      "$14::bigint[],$15::bigint[],$16::bytea[]) ON CONFLICT(conversation, author) DO UPDATE SET"
      " seq=excluded.seq, cid=excluded.cid), head AS (" HOLDFAST_COUNTERS(
          "$17", "$18", "$19", "$20") ") INSERT INTO commit_log VALUES($21,$22,$23,$24,$25)",
      m.conversation, m.seq, m.author, m.at, m.client_at, m.about_conversation, m.about_seq, m.kind,
      m.deduped, m.cid, m.digest, m.body, l.conversation, l.author, l.seq, l.cid, c.conversation, c.head,
      c.version, c.erased, row.node, row.lane, row.n, facts.now, heads_of(facts));
}

void send_unsaid(Connection& db, const Facts& facts, const LogRow& row) {
  const CounterColumns c{facts, Counters::Known};
  if (!c.conversation.empty()) {
    db.send(HOLDFAST_COUNTERS("$1", "$2", "$3", "$4"), c.conversation, c.head, c.version, c.erased);
  }
  db.send("INSERT INTO commit_log VALUES($1,$2,$3,$4,$5)", row.node, row.lane, row.n, facts.now,
          heads_of(facts));
}

}  // namespace

Committed write(Facts& facts, Item& item, const Sealing& sealing, Batch& batch) {
  Committed committed;
  committed.at = facts.now;
  number(facts, item, batch, committed);
  point(item);
  WriteChange change{facts, item, sealing, batch};
  for (const Change& one : item.commit.changes) std::visit([&change](const auto& c) { change(c); }, one);
  for (const Change& one : item.commit.changes) {
    if (const auto* const publish = std::get_if<Publish>(&one)) batch.events.push_back(publish->event);
  }
  batch.wrote = batch.wrote || !batch.messages.empty() || !batch.writes.empty();
  return committed;
}

void send_batch(Connection& db, const Facts& facts, const Batch& batch, const LogRow& row) {
  // A counter that is there was locked; one that is fresh must not be there: a twin elsewhere is an error.
  const CounterColumns fresh{facts, Counters::Fresh};
  if (!fresh.conversation.empty()) {
    db.send("INSERT INTO counter SELECT * FROM unnest($1::bigint[],$2::bigint[],$3::bigint[],$4::bigint[])",
            fresh.conversation, fresh.head, fresh.version, fresh.erased);
  }
  if (batch.messages.empty()) {
    send_unsaid(db, facts, row);
  } else {
    send_said(db, facts, batch, row);
  }
  for (const Write& write : batch.writes) db.send_prepared(write.sql, write.args);
  db.send("COMMIT");
  db.sync();
}

}  // namespace holdfast::store::postgres
