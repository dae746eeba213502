// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "conformance/store/store_suite.hpp"

#include <stdexcept>

#include "base/random.hpp"
#include "domain/limits.hpp"

namespace holdfast::tests {

using namespace store;

void Published::publish(std::shared_ptr<const EventBatch> batch) {
  std::unique_lock lock{mutex_};
  batches_.push_back(std::move(batch));
  if (!hold_) return;
  held_ = true;
  changed_.notify_all();
  changed_.wait_for(lock, Runner::kDeadline, [this] { return !hold_; });
  held_ = false;
}

std::vector<std::shared_ptr<const EventBatch>> Published::batches() const {
  const std::lock_guard lock{mutex_};
  return batches_;
}

std::vector<domain::Event> Published::events() const {
  std::vector<domain::Event> all;
  for (const auto& batch : batches()) all.insert(all.end(), batch->events.begin(), batch->events.end());
  return all;
}

void Published::hold() {
  const std::lock_guard lock{mutex_};
  hold_ = true;
}

void Published::release() {
  const std::lock_guard lock{mutex_};
  hold_ = false;
  changed_.notify_all();
}

void Published::wait_until_held() {
  std::unique_lock lock{mutex_};
  if (!changed_.wait_for(lock, Runner::kDeadline, [this] { return held_; })) {
    throw std::runtime_error{"nothing was published within the deadline"};
  }
}

void StoreSuite::SetUp() {
  home_ = GetParam().make();
  store_ = home_->open(published_, clock_, observer_);
  ASSERT_NE(store_, nullptr);
}

void StoreSuite::TearDown() {
  close();
}

void StoreSuite::close() {
  store_.reset();
}

void StoreSuite::reopen() {
  close();
  store_ = home_->open(published_, clock_, observer_);
  ASSERT_NE(store_, nullptr);
}

CommitResult StoreSuite::commit(Commit item) {
  return runner_.run(store().commit(std::move(item)));
}

namespace {

struct Together {
  std::vector<std::optional<CommitResult>> results;
  std::size_t left{0};
  io::Reactor* reactor{nullptr};
};

io::Task<void> one_of(Store& store, Commit commit, std::shared_ptr<Together> all, std::size_t index) {
  auto result = co_await store.commit(std::move(commit));
  all->results[index] = std::move(result);
  if (--all->left == 0) all->reactor->stop();
}

}  // namespace

std::vector<CommitResult> StoreSuite::commit_together(std::vector<Commit> items) {
  auto all = std::make_shared<Together>();
  all->results.resize(items.size());
  all->left = items.size();
  io::Reactor reactor{0, observer_};
  all->reactor = &reactor;
  for (std::size_t i = 0; i < items.size(); ++i)
    io::spawn(reactor, one_of(store(), std::move(items[i]), all, i));
  {
    auto guard = reactor.timers().after(Runner::kDeadline, [&reactor] { reactor.stop(); });
    reactor.run();
  }
  if (all->left != 0) throw std::runtime_error{"commits did not end within the deadline"};
  std::vector<CommitResult> results;
  for (auto& result : all->results) results.push_back(std::move(*result));
  return results;
}

ConversationId StoreSuite::a_conversation() {
  const auto id = fresh_id<ConversationId>();
  EXPECT_TRUE(commit(item(Put<domain::Conversation>{conversation_record(id)})));
  return id;
}

std::vector<domain::MessagePtr> StoreSuite::messages(ConversationId conversation) {
  std::vector<domain::MessagePtr> all;
  for (Seq after{0};;) {
    HistoryQuery query{conversation, Seq{0}, std::nullopt, after, limits::kHistoryPageMost};
    auto page = read(store().history(query));
    all.insert(all.end(), page.messages.begin(), page.messages.end());
    if (!page.more) return all;
    after = all.back()->seq;
  }
}

std::vector<std::string> StoreSuite::texts(ConversationId conversation) {
  std::vector<std::string> all;
  for (const auto& message : messages(conversation)) {
    const auto* const words = std::get_if<domain::Text>(&message->content);
    all.push_back(words == nullptr ? "(note)" : words->text.reveal());
  }
  return all;
}

ClientMessageId client_id(std::uint64_t n) {
  ClientMessageId id;
  for (std::size_t i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
  return id;
}

domain::Conversation conversation_record(ConversationId id) {
  domain::Conversation record;
  record.id = id;
  record.organisation = kLine;
  record.kind = domain::ConversationKind::Group;
  return record;
}

Append text(ConversationId conversation, PersonId author, std::uint64_t client, std::string words) {
  Append append;
  append.conversation = conversation;
  append.author = author;
  append.client_id = client_id(client);
  append.content = domain::Text{Secret{std::move(words)}};
  append.deduped = true;
  return append;
}

Code code_of(const CommitResult& result) {
  return result ? Code{} : result.error().code;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreSuite);

TEST_P(StoreSuite, acknowledged_messages_are_there_after_reopening) {
  const auto conversation = a_conversation();
  for (std::uint64_t i = 1; i <= 3; ++i) {
    const auto done = commit(item(text(conversation, kAda, i, "word " + std::to_string(i))));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->outcome, Outcome::Committed);
    EXPECT_EQ(done->seqs.front(), Seq{i});
    EXPECT_EQ(done->at, clock_.wall());
  }
  reopen();
  EXPECT_EQ(texts(conversation), (std::vector<std::string>{"word 1", "word 2", "word 3"}));
  EXPECT_EQ(commit(item(text(conversation, kAda, 4, "word 4")))->seqs.front(), Seq{4});
}

TEST_P(StoreSuite, every_field_of_a_message_comes_back) {
  const auto conversation = a_conversation();
  const auto staff_side = a_conversation();
  auto first = text(conversation, kAda, 1, "hello");
  first.client_at = clock_.wall() - std::chrono::hours{1};
  Append note;
  note.conversation = staff_side;
  note.content = domain::FlagNote{{domain::Level::High, domain::Kinds{3}, {{"rule", 1, 4, 0}}, Version{2}}};
  note.about = std::uint32_t{0};
  ASSERT_TRUE(commit(item(first, note)));
  const auto said = messages(conversation).at(0);
  EXPECT_EQ(said->conversation, conversation);
  EXPECT_EQ(said->author, kAda);
  EXPECT_EQ(said->client_id, client_id(1));
  EXPECT_EQ(said->at, clock_.wall());
  EXPECT_EQ(said->client_at, clock_.wall() - std::chrono::hours{1});
  EXPECT_FALSE(said->about);
  EXPECT_FALSE(said->erased);
  const auto flag = messages(staff_side).at(0);
  EXPECT_EQ(flag->about, (MessageRef{conversation, Seq{1}}));
  ASSERT_TRUE(std::holds_alternative<domain::FlagNote>(flag->content));
  EXPECT_EQ(std::get<domain::FlagNote>(flag->content).verdict.level, domain::Level::High);
}

TEST_P(StoreSuite, a_clients_clock_is_kept_only_where_it_is_off) {
  const auto conversation = a_conversation();
  const std::pair<Duration, bool> rows[] = {{Duration{0}, false},
                                            {limits::kClockShown, false},
                                            {limits::kClockShown + Duration{1}, true},
                                            {-limits::kClockShown, false},
                                            {-limits::kClockShown - Duration{1}, true}};
  std::uint64_t n = 0;
  for (const auto& [off, kept] : rows) {
    auto message = text(conversation, kAda, ++n, "x");
    message.client_at = clock_.wall() + off;
    ASSERT_TRUE(commit(item(message)));
    EXPECT_EQ(messages(conversation).back()->client_at.has_value(), kept) << off.count();
  }
}

TEST_P(StoreSuite, same_client_message_id_is_stored_once) {
  const auto conversation = a_conversation();
  const auto first = commit(item(text(conversation, kAda, 1, "hello")));
  clock_.advance(std::chrono::seconds{9});
  const auto again = commit(item(text(conversation, kAda, 1, "hello")));
  ASSERT_TRUE(first && again);
  EXPECT_EQ(again->outcome, Outcome::Repeat);
  EXPECT_EQ(again->seqs, first->seqs);
  EXPECT_EQ(again->at, first->at);
  reopen();
  EXPECT_EQ(commit(item(text(conversation, kAda, 1, "hello")))->outcome, Outcome::Repeat);
  EXPECT_EQ(texts(conversation).size(), 1U);
}

TEST_P(StoreSuite, the_same_id_of_another_author_or_conversation_is_another_message) {
  const auto conversation = a_conversation();
  const auto other = a_conversation();
  EXPECT_EQ(commit(item(text(conversation, kAda, 1, "a")))->outcome, Outcome::Committed);
  EXPECT_EQ(commit(item(text(conversation, kBen, 1, "b")))->outcome, Outcome::Committed);
  EXPECT_EQ(commit(item(text(other, kAda, 1, "c")))->outcome, Outcome::Committed);
}

TEST_P(StoreSuite, another_body_under_the_same_id_is_refused_and_writes_nothing) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "hello"))));
  const auto before = published_.events().size();
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 2, "new"), text(conversation, kAda, 1, "hellO")))),
            Code::OtherBody);
  EXPECT_EQ(texts(conversation), (std::vector<std::string>{"hello"}));
  EXPECT_EQ(published_.events().size(), before);
}

TEST_P(StoreSuite, a_repeat_writes_nothing_of_its_item) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "hello"))));
  domain::Task task;
  task.id = TaskId{5};
  task.due = clock_.wall();
  const auto repeat = commit(item(text(conversation, kAda, 1, "hello"), Put<domain::Task>{task}));
  ASSERT_TRUE(repeat);
  EXPECT_EQ(repeat->outcome, Outcome::Repeat);
  EXPECT_TRUE(read(store().due_tasks(clock_.wall(), 10)).empty());
}

TEST_P(StoreSuite, repeats_in_flight_together_are_stored_once) {
  const auto conversation = a_conversation();
  std::vector<Commit> items;
  for (int i = 0; i < 40; ++i)
    items.push_back(item(text(conversation, kAda, 1, i % 4 == 3 ? "other" : "hello")));
  const auto results = commit_together(std::move(items));
  int committed = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i % 4 == 3) {
      EXPECT_EQ(code_of(results[i]), Code::OtherBody);
      continue;
    }
    ASSERT_TRUE(results[i]);
    EXPECT_EQ(results[i]->seqs.front(), Seq{1});
    if (results[i]->outcome == Outcome::Committed) ++committed;
  }
  EXPECT_EQ(committed, 1);
  EXPECT_EQ(texts(conversation), (std::vector<std::string>{"hello"}));
}

TEST_P(StoreSuite, items_of_one_caller_commit_in_the_order_given) {
  const auto conversation = a_conversation();
  reopen();  // the conversation's key is cold: the first of them must not be overtaken
  std::vector<Commit> items;
  for (std::uint64_t i = 1; i <= 600; ++i)
    items.push_back(item(text(conversation, kAda, i, std::to_string(i))));
  const auto results = commit_together(std::move(items));
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i]);
    EXPECT_EQ(results[i]->seqs.front(), Seq{i + 1});
  }
  EXPECT_EQ(texts(conversation).at(599), "600");
}

TEST_P(StoreSuite, policy_guard_holds_only_at_the_version_decided_with) {
  const auto conversation = a_conversation();
  const auto with = [&](std::uint64_t version, std::uint64_t client) {
    auto made = item(text(conversation, kAda, client, "x"));
    made.guards.push_back(PolicyIs{conversation, Version{version}});
    return made;
  };
  EXPECT_EQ(code_of(commit(with(0, 1))), Code::Conflict);
  EXPECT_TRUE(commit(with(1, 2)));
  auto record = *read(store().conversation(conversation));
  EXPECT_EQ(record.version, Version{1});
  ASSERT_TRUE(commit(item(Put<domain::Conversation>{record})));
  EXPECT_EQ(code_of(commit(with(1, 3))), Code::Conflict);
  EXPECT_TRUE(commit(with(2, 4)));
  reopen();
  EXPECT_EQ(code_of(commit(with(1, 5))), Code::Conflict);
  EXPECT_TRUE(commit(with(2, 6)));
}

TEST_P(StoreSuite, author_guard_sees_the_authors_own_messages_only) {
  const auto conversation = a_conversation();
  const auto after = [&](std::optional<std::uint64_t> last, std::uint64_t client) {
    auto made = item(text(conversation, kAda, client, "x"));
    std::optional<ClientMessageId> id;
    if (last) id = client_id(*last);
    made.guards.push_back(AuthorLastIs{conversation, kAda, id});
    return made;
  };
  EXPECT_EQ(code_of(commit(after(9, 1))), Code::Conflict);
  EXPECT_TRUE(commit(after(std::nullopt, 1)));
  EXPECT_TRUE(commit(item(text(conversation, kBen, 1, "others do not count"))));
  EXPECT_EQ(code_of(commit(after(std::nullopt, 2))), Code::Conflict);
  EXPECT_TRUE(commit(after(1, 2)));
  reopen();
  EXPECT_EQ(code_of(commit(after(1, 3))), Code::Conflict);
  EXPECT_TRUE(commit(after(2, 3)));
}

TEST_P(StoreSuite, a_chain_of_guarded_messages_in_flight_commits_whole) {
  const auto conversation = a_conversation();
  std::vector<Commit> items;
  for (std::uint64_t i = 1; i <= 30; ++i) {
    auto made = item(text(conversation, kAda, i, "x"));
    std::optional<ClientMessageId> last;
    if (i > 1) last = client_id(i - 1);
    made.guards.push_back(AuthorLastIs{conversation, kAda, last});
    items.push_back(std::move(made));
  }
  for (const auto& result : commit_together(std::move(items))) EXPECT_TRUE(result);
  EXPECT_EQ(texts(conversation).size(), 30U);
}

TEST_P(StoreSuite, a_repeat_is_told_its_first_answer_although_its_guards_no_longer_hold) {
  const auto conversation = a_conversation();
  auto made = item(text(conversation, kAda, 1, "x"));
  made.guards.push_back(AuthorLastIs{conversation, kAda, std::nullopt});
  ASSERT_TRUE(commit(made));
  const auto again = commit(made);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, Outcome::Repeat);
}

TEST_P(StoreSuite, a_message_to_no_conversation_is_not_found) {
  EXPECT_EQ(code_of(commit(item(text(ConversationId{404}, kAda, 1, "x")))), Code::NotFound);
}

TEST_P(StoreSuite, an_item_of_too_many_changes_is_refused) {
  const auto conversation = a_conversation();
  for (const std::size_t count : {limits::kCommitChanges, limits::kCommitChanges + 1}) {
    Commit made;
    for (std::size_t i = 0; i < count; ++i)
      made.changes.emplace_back(text(conversation, kAda, count * 100 + i, "x"));
    EXPECT_EQ(code_of(commit(std::move(made))), count == limits::kCommitChanges ? Code{} : Code::TooLarge);
  }
}

TEST_P(StoreSuite, an_index_that_names_no_append_is_invalid) {
  const auto conversation = a_conversation();
  auto message = text(conversation, kAda, 1, "x");
  message.about = std::uint32_t{1};
  EXPECT_EQ(code_of(commit(item(message))), Code::Invalid);
  EXPECT_EQ(code_of(commit(item(PutFlag{}))), Code::Invalid);
  EXPECT_EQ(code_of(commit(item(PutEscalation{{}, 0}))), Code::Invalid);
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 1, "x"), text(conversation, kAda, 1, "x")))),
            Code::Invalid);
}

}  // namespace holdfast::tests
