// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <chrono>

#include "domain/limits.hpp"
#include "store/sqlite/audit.hpp"
#include "store/sqlite/conversations.hpp"
#include "store/sqlite/escalations.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/people.hpp"
#include "store/sqlite/queue.hpp"
#include "store/sqlite/tasks.hpp"
#include "store/sqlite/writing.hpp"

namespace holdfast::store::sqlite {

namespace {

// Seqs of all Appends first: a change may point at any of them.
void number(Rows& rows, Item& item, Batch& batch, Committed& committed) {
  for (Sealed& sealed : item.appends) {
    domain::Message& message = *sealed.message;
    Head& head = rows.heads.of(message.conversation);
    head.seq = Seq{head.seq.get() + 1};
    message.seq = head.seq;
    message.at = batch.now;
    if (message.client_at && std::chrono::abs(*message.client_at - batch.now) <= limits::kClockShown) {
      message.client_at.reset();
    }
    rows.heads.said(message.conversation, message.author, message.client_id, message.seq);
    committed.seqs.push_back(message.seq);
    batch.touched.push_back(message.conversation);
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
  Rows& rows;
  Item& item;
  Batch& batch;
  std::size_t next_append{0};

  void operator()(const Append&) {
    const Sealed& sealed = item.appends[next_append++];
    append(rows.db, *sealed.message, sealed.deduped ? Once::Yes : Once::No, sealed.digest, sealed.body);
    batch.events.push_back(
        {domain::topic(sealed.message->conversation), domain::MessageEvent{sealed.message}});
    ++batch.stored;
    batch.wrote = true;
  }
  template <class Record>
  void operator()(const Put<Record>& change) {
    put(rows.db, change.record);
    batch.wrote = true;
  }
  void operator()(const Put<domain::Person>& change) {
    put(rows.db, change.record, *rows.keys.ring());
    batch.wrote = true;
  }
  void operator()(const Put<domain::Conversation>& change) {
    put(rows.db, change.record, *rows.keys.ring());
    for (const NewKey& fresh : item.keys) {
      if (fresh.conversation == change.record.id) put_data_key(rows.db, fresh.conversation, fresh.wrapped);
    }
    Head& head = rows.heads.of(change.record.id);
    head.exists = true;
    head.version = Version{change.record.version.get() + 1};
    batch.wrote = true;
  }
  void operator()(const PutEscalation& change) {
    domain::Escalation record = change.record;
    if (change.first_is_append) record.first = ref_of(item, *change.first_is_append);
    put(rows.db, record);
    batch.wrote = true;
  }
  void operator()(const PutFlag& change) {
    domain::Flag flag = change.flag;
    flag.message = ref_of(item, change.append);
    put_flag(rows.db, flag);
    batch.wrote = true;
  }
  void operator()(const PutIncident& change) {
    put_incident(rows.db, {change.escalation, change.acts}, batch.now, rows.incidents);
    batch.wrote = true;
  }
  void operator()(const FinishTask& change) {
    finish_task(rows.db, change.id);
    batch.wrote = true;
  }
  void operator()(const MoveCursor& change) {
    MoveCursor move = change;
    move.seq = std::min(move.seq, rows.heads.of(move.conversation).seq);  // none stands beyond what was said
    if (!move.seq || !move_cursor(rows.db, move)) return;
    batch.events.push_back({domain::topic(move.conversation),
                            domain::CursorEvent{move.conversation, move.person, move.kind, move.seq}});
    batch.wrote = true;
  }
  void operator()(const EraseMessage& change) {
    const auto said = said_at(rows.db, change.message);
    if (!said) return;  // a tombstone already
    erase_message(rows.db, change.message);
    erased(change.message.conversation, change.message.seq, *said);
  }
  void operator()(const EraseConversation& change) {
    Head& head = rows.heads.of(change.conversation);
    if (head.erased) return;
    erase_conversation(rows.db, change.conversation);
    head.erased = true;
    head.version = Version{head.version.get() + 1};
    erased(change.conversation, Seq{}, Instant{});
  }
  void erased(ConversationId conversation, Seq seq, Instant said) {
    batch.erasures.push_back({conversation, seq, said, batch.now});
    batch.events.push_back({domain::topic(conversation), domain::Erased{conversation, seq}});
    batch.touched.push_back(conversation);
    batch.wrote = true;
  }
  void operator()(const AppendAudit& change) {
    append_audit(rows.db, change.entry);
    batch.wrote = true;
  }
  void operator()(const Publish&) {}  // after the item's messages, below
};

}  // namespace

Committed write(Rows& rows, Item& item, Batch& batch) {
  Committed committed;
  committed.at = batch.now;
  number(rows, item, batch, committed);
  point(item);
  WriteChange change{rows, item, batch};
  for (const Change& one : item.commit.changes) std::visit([&change](const auto& c) { change(c); }, one);
  for (const Change& one : item.commit.changes) {
    const auto* const publish = std::get_if<Publish>(&one);
    if (publish == nullptr) continue;
    batch.events.push_back(publish->event);
    batch.wrote = true;
  }
  return committed;
}

}  // namespace holdfast::store::sqlite
