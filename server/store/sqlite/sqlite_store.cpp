// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/sqlite_store.hpp"

#include "store/sqlite/conversations.hpp"
#include "store/sqlite/errands.hpp"
#include "store/sqlite/escalations.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/people.hpp"
#include "store/sqlite/queue.hpp"
#include "store/sqlite/tasks.hpp"
#include "store/sqlite/verify.hpp"

namespace holdfast::store::sqlite {

template <class T, class Read>
io::Task<Result<T>> SqliteStore::ask(Read read) {
  Readers* const readers = parts_.readers.get();
  Read* const asked = &read;
  auto start = [readers, asked](io::Waiter<T> waiter) {
    readers->ask<T>(std::move(waiter), std::move(*asked));
  };
  auto answer = co_await io::wait_for<T>(start);
  co_return answer;
}

io::Task<CommitResult> SqliteStore::commit(Commit commit) {
  auto made = make_item(std::move(commit), *parts_.keys);
  if (!made) co_return made.error();
  ItemPtr* const item = &*made;
  Writer* const writer = parts_.writer.get();
  auto start = [item, writer](io::Waiter<Committed> waiter) {
    (*item)->waiter.emplace(std::move(waiter));
    writer->push(std::move(*item));
  };
  auto answer = co_await io::wait_for<Committed>(start);
  co_return answer;
}

io::Task<Result<std::optional<PostFacts>>> SqliteStore::post_facts(ConversationId conversation,
                                                                   PersonId author) {
  KeyCache* const keys = parts_.keys.get();
  return ask<std::optional<PostFacts>>([conversation, author, keys](Connection& db) {
    return sqlite::post_facts(db, conversation, author, *keys);
  });
}

io::Task<Result<HistoryPage>> SqliteStore::history(HistoryQuery query) {
  KeyCache* const keys = parts_.keys.get();
  return ask<HistoryPage>([query, keys](Connection& db) { return sqlite::history(db, query, *keys); });
}

io::Task<Result<std::optional<domain::Conversation>>> SqliteStore::conversation(ConversationId id) {
  using T = std::optional<domain::Conversation>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>(
      [id, keys](Connection& db) { return Result<T>{sqlite::conversation(db, id, *keys->ring())}; });
}

io::Task<Result<std::optional<domain::Member>>> SqliteStore::member(ConversationId conversation,
                                                                    PersonId person) {
  using T = std::optional<domain::Member>;
  return ask<T>(
      [conversation, person](Connection& db) { return Result<T>{sqlite::member(db, conversation, person)}; });
}

io::Task<Result<std::vector<MemberState>>> SqliteStore::members(ConversationId conversation) {
  using T = std::vector<MemberState>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([conversation, keys](Connection& db) {
    return Result<T>{sqlite::members(db, conversation, *keys->ring())};
  });
}

io::Task<Result<std::vector<ConversationId>>> SqliteStore::conversations_of(PersonId person,
                                                                            ConversationId after,
                                                                            std::uint32_t limit) {
  using T = std::vector<ConversationId>;
  return ask<T>([person, after, limit](Connection& db) {
    return Result<T>{sqlite::conversations_of(db, person, after, limit)};
  });
}

io::Task<Result<std::optional<domain::Organisation>>> SqliteStore::organisation(OrganisationId id) {
  using T = std::optional<domain::Organisation>;
  return ask<T>([id](Connection& db) { return Result<T>{sqlite::organisation(db, id)}; });
}

io::Task<Result<std::optional<domain::Organisation>>> SqliteStore::organisation_by_slug(std::string slug) {
  using T = std::optional<domain::Organisation>;
  return ask<T>(
      [slug = std::move(slug)](Connection& db) { return Result<T>{sqlite::organisation_by_slug(db, slug)}; });
}

io::Task<Result<std::vector<domain::Organisation>>> SqliteStore::organisations() {
  using T = std::vector<domain::Organisation>;
  return ask<T>([](Connection& db) { return Result<T>{sqlite::organisations(db)}; });
}

io::Task<Result<std::optional<domain::Person>>> SqliteStore::person(PersonId id) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([id, keys](Connection& db) { return Result<T>{sqlite::person(db, id, *keys->ring())}; });
}

io::Task<Result<std::optional<domain::Person>>> SqliteStore::person_by_login(OrganisationId organisation,
                                                                             std::string login_hash) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, hash = std::move(login_hash), keys](Connection& db) {
    return Result<T>{sqlite::person_by_login(db, organisation, hash, *keys->ring())};
  });
}

io::Task<Result<std::optional<domain::Person>>> SqliteStore::person_by_phrase(OrganisationId organisation,
                                                                              std::string phrase_hash) {
  using T = std::optional<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, hash = std::move(phrase_hash), keys](Connection& db) {
    return Result<T>{sqlite::person_by_phrase(db, organisation, hash, *keys->ring())};
  });
}

io::Task<Result<std::vector<domain::Person>>> SqliteStore::staff(OrganisationId organisation) {
  using T = std::vector<domain::Person>;
  KeyCache* const keys = parts_.keys.get();
  return ask<T>([organisation, keys](Connection& db) {
    return Result<T>{sqlite::staff(db, organisation, *keys->ring())};
  });
}

io::Task<Result<std::optional<domain::Token>>> SqliteStore::token(std::string hash) {
  using T = std::optional<domain::Token>;
  return ask<T>([hash = std::move(hash)](Connection& db) { return Result<T>{sqlite::token(db, hash)}; });
}

io::Task<Result<std::vector<domain::Request>>> SqliteStore::waiting(OrganisationId organisation) {
  using T = std::vector<domain::Request>;
  return ask<T>([organisation](Connection& db) { return Result<T>{sqlite::waiting(db, organisation)}; });
}

io::Task<Result<std::optional<domain::Request>>> SqliteStore::request(RequestId id) {
  using T = std::optional<domain::Request>;
  return ask<T>([id](Connection& db) { return Result<T>{sqlite::request(db, id)}; });
}

io::Task<Result<std::optional<domain::Request>>> SqliteStore::open_request_of(PersonId seeker) {
  using T = std::optional<domain::Request>;
  return ask<T>([seeker](Connection& db) { return Result<T>{sqlite::open_request_of(db, seeker)}; });
}

io::Task<Result<std::optional<domain::Escalation>>> SqliteStore::escalation(EscalationId id) {
  using T = std::optional<domain::Escalation>;
  return ask<T>([id](Connection& db) { return Result<T>{sqlite::escalation(db, id)}; });
}

io::Task<Result<std::optional<domain::Escalation>>> SqliteStore::open_escalation_of(PersonId seeker) {
  using T = std::optional<domain::Escalation>;
  return ask<T>([seeker](Connection& db) { return Result<T>{sqlite::open_escalation_of(db, seeker)}; });
}

io::Task<Result<std::vector<domain::Escalation>>> SqliteStore::open_escalations(OrganisationId organisation) {
  using T = std::vector<domain::Escalation>;
  return ask<T>(
      [organisation](Connection& db) { return Result<T>{sqlite::open_escalations(db, organisation)}; });
}

io::Task<Result<std::vector<domain::Task>>> SqliteStore::due_tasks(Instant now, std::uint32_t limit) {
  using T = std::vector<domain::Task>;
  return ask<T>([now, limit](Connection& db) { return Result<T>{sqlite::due_tasks(db, now, limit)}; });
}

io::Task<Result<std::optional<Instant>>> SqliteStore::next_due() {
  using T = std::optional<Instant>;
  return ask<T>([](Connection& db) { return Result<T>{sqlite::next_due(db)}; });
}

io::Task<Result<std::uint64_t>> SqliteStore::errand(std::unique_ptr<Errand> errand) {
  std::unique_ptr<Errand>* const given = &errand;
  Writer* const writer = parts_.writer.get();
  auto start = [given, writer](io::Waiter<std::uint64_t> waiter) {
    (*given)->waiter.emplace(std::move(waiter));
    writer->run_errand(std::move(*given));
  };
  auto answer = co_await io::wait_for<std::uint64_t>(start);
  co_return answer;
}

io::Task<Result<std::uint64_t>> SqliteStore::backup(std::string path) {
  return errand(make_backup(std::move(path), parts_.path));
}

io::Task<Result<std::uint64_t>> SqliteStore::rewrap(vault::KeyringPtr ring) {
  parts_.keys->use(ring);  // first: what is sealed from now on needs no second visit
  return errand(make_rewrap(std::move(ring)));
}

io::Task<Result<Findings>> SqliteStore::verify() {
  return ask<Findings>(
      [path = parts_.path](Connection& db) { return Result<Findings>{sqlite::verify(db, path)}; });
}

io::Task<Result<std::optional<Incident>>> SqliteStore::incident(EscalationId id) {
  KeyCache* const keys = parts_.keys.get();
  return ask<std::optional<Incident>>(
      [id, keys](Connection& db) { return sqlite::incident(db, id, *incident_key(*keys->ring())); });
}

}  // namespace holdfast::store::sqlite
