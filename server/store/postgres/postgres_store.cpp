// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/postgres_store.hpp"

#include <algorithm>

#include "domain/limits.hpp"
#include "store/postgres/messages.hpp"
#include "store/postgres/records.hpp"
#include "store/postgres/upkeep.hpp"

namespace holdfast::store::postgres {

template <class T, class Read>
io::Task<Result<T>> PostgresStore::ask(Read read, Readers::Patience patience) {
  Readers* const readers = parts_.readers.get();
  Read* const asked = &read;
  auto start = [readers, asked, patience](io::Waiter<T> waiter) {
    readers->ask<T>(std::move(waiter), std::move(*asked), patience);
  };
  auto answer = co_await io::wait_for<T>(start);
  co_return answer;
}

namespace {

ConversationId of(const Append& change) {
  return change.conversation;
}
ConversationId of(const Put<domain::Conversation>& change) {
  return change.record.id;
}
ConversationId of(const Put<domain::Member>& change) {
  return change.record.conversation;
}
ConversationId of(const MoveCursor& change) {
  return change.conversation;
}
ConversationId of(const EraseMessage& change) {
  return change.message.conversation;
}
ConversationId of(const EraseConversation& change) {
  return change.conversation;
}
template <class Other>
ConversationId of(const Other&) {
  return {};
}

// The first conversation an item writes to: what one caller does there goes one way, in order. What it writes
// to beside that (a staff side, a board) is ordered by the locks, and by seq for those who listen.
ConversationId first_of(const Item& item) {
  if (!item.appends.empty()) return item.appends.front().message->conversation;
  for (const Change& change : item.commit.changes) {
    const ConversationId id = std::visit([](const auto& c) { return of(c); }, change);
    if (id) return id;
  }
  return {};
}

}  // namespace

domain::Load PostgresStore::load() const {
  std::size_t fullest = 0;
  for (const auto& lane : parts_.lanes) fullest = std::max(fullest, lane->waiting());
  return {fullest, limits::kCommitQueue};
}

// Ids are random, so any few of their bits are a hash.
Lane& PostgresStore::lane_of(const Item& item) {
  return *parts_.lanes[first_of(item).get() % parts_.lanes.size()];
}

io::Task<CommitResult> PostgresStore::commit(Commit commit) {
  auto made = make_item(std::move(commit), *parts_.keys);
  if (!made) co_return made.error();
  ItemPtr* const item = &*made;
  Lane* const lane = &lane_of(**item);
  auto start = [item, lane](io::Waiter<Committed> waiter) {
    (*item)->waiter.emplace(std::move(waiter));
    lane->push(std::move(*item));
  };
  auto answer = co_await io::wait_for<Committed>(start);
  co_return answer;
}

io::Task<Result<std::optional<PostFacts>>> PostgresStore::post_facts(ConversationId conversation,
                                                                     PersonId author) {
  KeyCache* const keys = parts_.keys.get();
  return ask<std::optional<PostFacts>>([conversation, author, keys](Connection& db) {
    return postgres::post_facts(db, conversation, author, *keys);
  });
}

io::Task<Result<HistoryPage>> PostgresStore::history(HistoryQuery query) {
  KeyCache* const keys = parts_.keys.get();
  return ask<HistoryPage>([query, keys](Connection& db) { return postgres::history(db, query, *keys); });
}

io::Task<Result<std::optional<domain::Conversation>>> PostgresStore::conversation(ConversationId id) {
  using T = std::optional<domain::Conversation>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>(
      [id, keys](Connection& db) { return Result<T>{postgres::conversation(db, id, *keys->ring())}; });
}

io::Task<Result<std::optional<domain::Member>>> PostgresStore::member(ConversationId conversation,
                                                                      PersonId person) {
  using T = std::optional<domain::Member>;
  return ask<T>([conversation, person](Connection& db) {
    return Result<T>{postgres::member(db, conversation, person)};
  });
}

io::Task<Result<std::vector<MemberState>>> PostgresStore::members(ConversationId conversation) {
  using T = std::vector<MemberState>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([conversation, keys](Connection& db) {
    return Result<T>{postgres::members(db, conversation, *keys->ring())};
  });
}

io::Task<Result<std::vector<ConversationId>>> PostgresStore::conversations_of(PersonId person,
                                                                              ConversationId after,
                                                                              std::uint32_t limit) {
  using T = std::vector<ConversationId>;
  return ask<T>([person, after, limit](Connection& db) {
    return Result<T>{postgres::conversations_of(db, person, after, limit)};
  });
}

io::Task<Result<std::optional<domain::Organisation>>> PostgresStore::organisation(OrganisationId id) {
  using T = std::optional<domain::Organisation>;
  return ask<T>([id](Connection& db) { return Result<T>{postgres::organisation(db, id)}; });
}

io::Task<Result<std::optional<domain::Organisation>>> PostgresStore::organisation_by_slug(std::string slug) {
  using T = std::optional<domain::Organisation>;
  return ask<T>([slug = std::move(slug)](Connection& db) {
    return Result<T>{postgres::organisation_by_slug(db, slug)};
  });
}

io::Task<Result<std::vector<domain::Organisation>>> PostgresStore::organisations() {
  using T = std::vector<domain::Organisation>;
  return ask<T>([](Connection& db) { return Result<T>{postgres::organisations(db)}; });
}

io::Task<Result<std::optional<domain::Person>>> PostgresStore::person(PersonId id) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([id, keys](Connection& db) { return Result<T>{postgres::person(db, id, *keys->ring())}; });
}

io::Task<Result<std::optional<domain::Person>>> PostgresStore::person_by_login(OrganisationId organisation,
                                                                               std::string login_hash) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, hash = std::move(login_hash), keys](Connection& db) {
    return Result<T>{postgres::person_by_login(db, organisation, hash, *keys->ring())};
  });
}

io::Task<Result<std::optional<domain::Person>>> PostgresStore::person_by_phrase(OrganisationId organisation,
                                                                                std::string phrase_hash) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, hash = std::move(phrase_hash), keys](Connection& db) {
    return Result<T>{postgres::person_by_phrase(db, organisation, hash, *keys->ring())};
  });
}

io::Task<Result<std::vector<domain::Person>>> PostgresStore::staff(OrganisationId organisation) {
  using T = std::vector<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, keys](Connection& db) {
    return Result<T>{postgres::staff(db, organisation, *keys->ring())};
  });
}

io::Task<Result<std::optional<domain::Token>>> PostgresStore::token(std::string hash) {
  using T = std::optional<domain::Token>;
  return ask<T>([hash = std::move(hash)](Connection& db) { return Result<T>{postgres::token(db, hash)}; });
}

io::Task<Result<std::vector<domain::Request>>> PostgresStore::waiting(OrganisationId organisation) {
  using T = std::vector<domain::Request>;
  return ask<T>([organisation](Connection& db) { return Result<T>{postgres::waiting(db, organisation)}; });
}

io::Task<Result<std::optional<domain::Request>>> PostgresStore::request(RequestId id) {
  using T = std::optional<domain::Request>;
  return ask<T>([id](Connection& db) { return Result<T>{postgres::request(db, id)}; });
}

io::Task<Result<std::optional<domain::Request>>> PostgresStore::open_request_of(PersonId seeker) {
  using T = std::optional<domain::Request>;
  return ask<T>([seeker](Connection& db) { return Result<T>{postgres::open_request_of(db, seeker)}; });
}

io::Task<Result<std::optional<domain::Escalation>>> PostgresStore::escalation(EscalationId id) {
  using T = std::optional<domain::Escalation>;
  return ask<T>([id](Connection& db) { return Result<T>{postgres::escalation(db, id)}; });
}

io::Task<Result<std::optional<domain::Escalation>>> PostgresStore::open_escalation_of(PersonId seeker) {
  using T = std::optional<domain::Escalation>;
  return ask<T>([seeker](Connection& db) { return Result<T>{postgres::open_escalation_of(db, seeker)}; });
}

io::Task<Result<std::vector<domain::Escalation>>> PostgresStore::open_escalations(
    OrganisationId organisation) {
  using T = std::vector<domain::Escalation>;
  return ask<T>(
      [organisation](Connection& db) { return Result<T>{postgres::open_escalations(db, organisation)}; });
}

io::Task<Result<std::vector<domain::Task>>> PostgresStore::due_tasks(Instant now, std::uint32_t limit) {
  using T = std::vector<domain::Task>;
  return ask<T>([now, limit](Connection& db) { return Result<T>{postgres::due_tasks(db, now, limit)}; });
}

io::Task<Result<std::optional<Instant>>> PostgresStore::next_due() {
  using T = std::optional<Instant>;
  return ask<T>([](Connection& db) { return Result<T>{postgres::next_due(db)}; });
}

io::Task<Result<std::uint64_t>> PostgresStore::backup(std::string) {
  co_return refuse(Code::Unsupported);
}

io::Task<Result<Findings>> PostgresStore::verify() {
  return ask<Findings>([](Connection& db) { return Result<Findings>{postgres::verify(db)}; },
                       Readers::Patience::Operator);
}

io::Task<Result<std::uint64_t>> PostgresStore::rewrap(vault::KeyringPtr ring) {
  parts_.keys->use(ring);  // first: what is sealed from now on needs no second visit
  return ask<std::uint64_t>([ring](Connection& db) { return postgres::rewrap(db, *ring); },
                            Readers::Patience::Operator);
}

io::Task<Result<std::optional<Incident>>> PostgresStore::incident(EscalationId id) {
  KeyCache* const keys = parts_.keys.get();
  return ask<std::optional<Incident>>(
      [id, keys](Connection& db) { return postgres::incident(db, id, *incident_key(*keys->ring())); });
}

}  // namespace holdfast::store::postgres
