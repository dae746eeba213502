// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/facts.hpp"

#include <array>
#include <functional>

namespace holdfast::store::postgres {

namespace {

/// Statements that go to the server together, each with what is done for a row of its result.
class Trip {
 public:
  explicit Trip(Connection& db) : db_{db} {}
  /// Asks nothing when there is nothing to ask about.
  template <class EachRow, class... More>
  void each(EachRow each_row, const char* sql, const Array& about, const More&... more) {
    if (about.empty()) return;
    db_.send(sql, about, more...);
    readers_.push_back([each_row](Rows& rows) {
      while (rows.row()) each_row(rows);
    });
  }
  void run() {
    db_.sync();
    static_cast<void>(db_.next());  // BEGIN
    for (const auto& reader : readers_) {
      Rows rows = db_.next();
      reader(rows);
    }
  }

 private:
  Connection& db_;
  std::vector<std::function<void(Rows&)>> readers_;
};

/// What a batch needs to know, collected item by item.
class Questions {
 public:
  explicit Questions(KeyCache& keys) : keys_{keys}, erasures_{keys.erasures()} {}

  void add(const Item& item) {
    for (const Guard& guard : item.commit.guards) std::visit([this](const auto& g) { need(g); }, guard);
    for (const Change& change : item.commit.changes) std::visit([this](const auto& c) { need(c); }, change);
    for (const Sealed& sealed : item.appends) need(sealed);
  }

  void ask(Trip& trip, Facts& facts) const;

 private:
  void conversation(ConversationId id) { conversations_.insert(id); }
  template <class Id>
  void record(RecordKind kind, Id id) {
    records_.at(static_cast<std::size_t>(kind)).add(id);
  }

  void need(const PolicyIs& guard) { conversation(guard.conversation); }
  void need(const AuthorLastIs& guard) {
    conversation(guard.conversation);
    last_conversations_.add(guard.conversation);
    last_authors_.add(guard.author);
  }
  void need(const Append&) {}
  void need(const Sealed& sealed) {
    const domain::Message& message = *sealed.message;
    conversation(message.conversation);
    if (sealed.body.empty()) cold_.add(message.conversation);
    if (!sealed.deduped) return;
    said_conversations_.add(message.conversation);
    said_authors_.add(message.author);
    said_ids_.add(message.client_id);
  }
  void need(const Put<domain::Organisation>& put) {
    record(RecordKind::Organisation, put.record.id);
    slug_of_.add(put.record.id);
    slugs_.add(put.record.slug);
  }
  void need(const Put<domain::Person>& put) {
    record(RecordKind::Person, put.record.id);
    person_of_.add(put.record.id);
    person_in_.add(put.record.organisation);
    logins_.add(put.record.login_hash);
    phrases_.add(put.record.phrase_hash);
  }
  void need(const Put<domain::Token>& put) {
    record(RecordKind::Token, put.record.id);
    token_of_.add(put.record.id);
    tokens_.add(put.record.hash);
  }
  void need(const Put<domain::Conversation>& put) { conversation(put.record.id); }
  void need(const Put<domain::Member>& put) {
    conversation(put.record.conversation);
    member_conversations_.add(put.record.conversation);
    member_people_.add(put.record.person);
  }
  void need(const Put<domain::Request>& put) {
    record(RecordKind::Request, put.record.id);
    if (put.record.state != domain::RequestState::Waiting) return;
    request_of_.add(put.record.id);
    request_seekers_.add(put.record.seeker);
  }
  void need(const PutEscalation& put) {
    record(RecordKind::Escalation, put.record.id);
    if (put.record.state == domain::EscalationState::Closed || !put.record.seeker) return;
    escalation_of_.add(put.record.id);
    escalation_seekers_.add(put.record.seeker);
  }
  void need(const PutFlag&) {}
  void need(const PutIncident&) {}
  void need(const Put<domain::Task>& put) { record(RecordKind::Task, put.record.id); }
  void need(const FinishTask& finish) { record(RecordKind::Task, finish.id); }
  void need(const MoveCursor& move) {
    conversation(move.conversation);
    cursor_conversations_.add(move.conversation);
    cursor_people_.add(move.person);
  }
  void need(const EraseMessage& erase) {
    conversation(erase.message.conversation);
    erased_conversations_.add(erase.message.conversation);
    erased_seqs_.add(erase.message.seq);
  }
  void need(const EraseConversation& erase) { conversation(erase.conversation); }
  void need(const AppendAudit&) {}
  void need(const Publish&) {}

  void lock(Trip& trip, Facts& facts) const;
  void ask_messages(Trip& trip, Facts& facts) const;
  void ask_taken(Trip& trip, Facts& facts) const;
  void ask_members(Trip& trip, Facts& facts) const;

  KeyCache& keys_;
  std::uint64_t erasures_;
  std::set<ConversationId> conversations_;
  std::array<Numbers, 6> records_;  // by RecordKind, members aside
  Numbers last_conversations_, last_authors_;
  Numbers said_conversations_, said_authors_;
  Blobs said_ids_;
  Numbers cold_;
  Numbers slug_of_, person_of_, person_in_, token_of_, request_of_, request_seekers_, escalation_of_,
      escalation_seekers_;
  Blobs slugs_, logins_, phrases_, tokens_;
  Numbers member_conversations_, member_people_;
  Numbers cursor_conversations_, cursor_people_;
  Numbers erased_conversations_, erased_seqs_;
};

constexpr std::array<const char*, 6> kLocks{
    "SELECT id, version FROM organisation WHERE id=ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
    "SELECT id, version FROM person WHERE id=ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
    "SELECT id, version FROM token WHERE id=ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
    "SELECT id, version FROM request WHERE id=ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
    "SELECT id, version FROM escalation WHERE id=ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE",
    "SELECT id, version FROM task WHERE id=ANY($1::bigint[]) ORDER BY id FOR UPDATE",
};

void Questions::lock(Trip& trip, Facts& facts) const {
  Numbers conversations;
  for (const ConversationId id : conversations_) conversations.add(id);
  const auto head = [&facts](Rows& row) {
    Head& found = facts.heads[row.at<ConversationId>(0)];
    found.exists = true;
    row.into_from(1, found.version, found.seq, found.erased);
  };
  trip.each(head,
            "SELECT conversation, version, head, erased FROM counter WHERE conversation=ANY($1::bigint[])"
            " ORDER BY conversation FOR NO KEY UPDATE",
            conversations);
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto kind = static_cast<RecordKind>(i);
    const auto version = [&facts, kind](Rows& row) {
      facts.versions[{kind, row.at<std::uint64_t>(0), 0}] = row.at<Version>(1);
    };
    trip.each(version, kLocks.at(i), records_.at(i));
  }
}

// OFFSET 0 keeps the planner from turning one look-up an item into a join over the table.
void Questions::ask_messages(Trip& trip, Facts& facts) const {
  const auto stored = [&facts](Rows& row) {
    Stored& found =
        facts.stored[{row.at<ConversationId>(0), row.at<PersonId>(1), row.at<ClientMessageId>(2)}];
    row.into_from(3, found.seq, found.at, found.digest);
  };
  trip.each(stored,
            "SELECT t.c, t.a, t.i, m.seq, m.at, m.digest FROM unnest($1::bigint[],$2::bigint[],$3::bytea[])"
            " AS t(c,a,i), LATERAL (SELECT seq, at, digest FROM message WHERE conversation=t.c AND author=t.a"
            " AND cid=t.i AND deduped=1 OFFSET 0) m",
            said_conversations_, said_authors_, said_ids_);
  const auto last = [&facts](Rows& row) {
    LastOf& found = facts.lasts[{row.at<ConversationId>(0), row.at<PersonId>(1)}];
    row.into_from(2, found.id, found.seq);
  };
  trip.each(last,
            "SELECT t.c, t.a, l.cid, l.seq FROM unnest($1::bigint[],$2::bigint[]) AS t(c,a), LATERAL (SELECT"
            " cid, seq FROM author_last WHERE conversation=t.c AND author=t.a OFFSET 0) l",
            last_conversations_, last_authors_);
  const auto key = [this, &facts](Rows& row) {
    const auto id = row.at<ConversationId>(0);
    const auto unwrapped = keys_.unwrap(id, row.view(1), erasures_);
    if (!unwrapped) throw Unreadable{};
    facts.keys[id] = *unwrapped;
  };
  trip.each(key, "SELECT conversation, wrapped FROM data_key WHERE conversation=ANY($1::bigint[])", cold_);
  const auto said = [&facts](Rows& row) {
    auto& at = facts.said[{row.at<ConversationId>(0), row.at<Seq>(1)}];
    if (row.integer(3) == 0) at = row.at<Instant>(2);
  };
  trip.each(said,
            "SELECT m.conversation, m.seq, m.at, m.body IS NULL FROM unnest($1::bigint[],$2::bigint[]) AS"
            " t(c,s), LATERAL (SELECT * FROM message WHERE conversation=t.c AND seq=t.s OFFSET 0) m",
            erased_conversations_, erased_seqs_);
}

void Questions::ask_taken(Trip& trip, Facts& facts) const {
  const auto taken = [&facts](RecordKind kind) {
    return [&facts, kind](Rows& row) { facts.taken.insert({kind, row.at<std::uint64_t>(0), 0}); };
  };
  trip.each(taken(RecordKind::Organisation),
            "SELECT t.id FROM unnest($1::bigint[],$2::bytea[]) AS t(id,v)"
            " WHERE EXISTS(SELECT FROM organisation o WHERE o.slug=t.v AND o.id<>t.id)",
            slug_of_, slugs_);
  trip.each(taken(RecordKind::Person),
            "SELECT t.id FROM unnest($1::bigint[],$2::bigint[],$3::bytea[],$4::bytea[]) AS t(id,o,l,f) WHERE"
            " EXISTS(SELECT FROM person p WHERE p.organisation=t.o AND p.login_hash=t.l AND"
            " p.login_hash<>''::bytea AND p.id<>t.id)"
            " OR EXISTS(SELECT FROM person p WHERE p.organisation=t.o AND p.phrase_hash=t.f AND"
            " p.phrase_hash<>''::bytea AND p.id<>t.id)",
            person_of_, person_in_, logins_, phrases_);
  trip.each(taken(RecordKind::Token),
            "SELECT t.id FROM unnest($1::bigint[],$2::bytea[]) AS t(id,v)"
            " WHERE EXISTS(SELECT FROM token o WHERE o.hash=t.v AND o.id<>t.id)",
            token_of_, tokens_);
  trip.each(taken(RecordKind::Request),
            "SELECT t.id FROM unnest($1::bigint[],$2::bigint[]) AS t(id,s)"
            " WHERE EXISTS(SELECT FROM request o WHERE o.seeker=t.s AND o.state=0 AND o.id<>t.id)",
            request_of_, request_seekers_);
  trip.each(taken(RecordKind::Escalation),
            "SELECT t.id FROM unnest($1::bigint[],$2::bigint[]) AS t(id,s) WHERE EXISTS(SELECT FROM"
            " escalation o WHERE o.seeker=t.s AND o.seeker<>0 AND o.state<>4 AND o.id<>t.id)",
            escalation_of_, escalation_seekers_);
}

void Questions::ask_members(Trip& trip, Facts& facts) const {
  const auto version = [&facts](Rows& row) {
    facts.versions[{RecordKind::Member, row.at<std::uint64_t>(0), row.at<std::uint64_t>(1)}] =
        row.at<Version>(2);
  };
  trip.each(version,
            "SELECT t.c, t.p, m.version FROM unnest($1::bigint[],$2::bigint[]) AS t(c,p), LATERAL (SELECT"
            " version FROM member WHERE conversation=t.c AND person=t.p OFFSET 0) m",
            member_conversations_, member_people_);
  const auto cursor = [&facts](Rows& row) {
    facts.cursors[{row.at<ConversationId>(0), row.at<PersonId>(1), row.at<domain::CursorKind>(2)}] =
        row.at<Seq>(3);
  };
  trip.each(cursor,
            "SELECT k.conversation, k.person, k.kind, k.seq FROM unnest($1::bigint[],$2::bigint[]) AS t(c,p),"
            " LATERAL (SELECT * FROM cursor WHERE conversation=t.c AND person=t.p OFFSET 0) k",
            cursor_conversations_, cursor_people_);
}

// A later statement's snapshot is younger than every lock taken before it: one statement that locks and
// decides would miss what was committed while it waited.
void Questions::ask(Trip& trip, Facts& facts) const {
  lock(trip, facts);
  ask_messages(trip, facts);
  ask_taken(trip, facts);
  ask_members(trip, facts);
}

}  // namespace

Facts gather(Connection& db, const std::vector<Item*>& items, KeyCache& keys, Instant node_time) {
  Questions questions{keys};
  for (const Item* const item : items) questions.add(*item);
  Facts facts;
  Trip trip{db};
  db.send("BEGIN ISOLATION LEVEL READ COMMITTED");
  questions.ask(trip, facts);
  db.send("SELECT store_time($1)", node_time);
  trip.run();
  Rows time = db.next();
  if (time.row()) facts.now = time.at<Instant>(0);
  db.settle();
  return facts;
}

}  // namespace holdfast::store::postgres
