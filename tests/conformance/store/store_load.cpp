// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Many at once: order, bounds, publishing.
#include <map>
#include <set>
#include <thread>

#include "base/random.hpp"
#include "conformance/store/store_suite.hpp"
#include "domain/limits.hpp"
#include "io/waiter.hpp"

namespace holdfast::tests {

using namespace store;

namespace {

io::Task<void> send_many(Store& store, std::vector<ConversationId> conversations, PersonId author, int count,
                         std::atomic<int>& failed) {
  for (int i = 0; i < count; ++i) {
    Commit made;
    const auto where = conversations[static_cast<std::size_t>(i) % conversations.size()];
    made.changes.emplace_back(text(where, author, static_cast<std::uint64_t>(i), std::to_string(i)));
    const auto result = co_await store.commit(std::move(made));
    if (!result) ++failed;
  }
}

io::Task<void> and_then_stop(io::Reactor& reactor, Store& store, std::vector<ConversationId> conversations,
                             PersonId author, int count, std::atomic<int>& failed, int& left) {
  co_await send_many(store, std::move(conversations), author, count, failed);
  if (--left == 0) reactor.stop();
}

// Senders on a thread of their own, all of one reactor.
void senders(Store& store, const std::vector<ConversationId>& conversations, std::uint64_t first_author,
             int people, int count, std::atomic<int>& failed) {
  NoObserver observer;
  io::Reactor reactor{0, observer};
  int left = people;
  for (int i = 0; i < people; ++i) {
    const PersonId author{first_author + static_cast<std::uint64_t>(i)};
    io::spawn(reactor, and_then_stop(reactor, store, conversations, author, count, failed, left));
  }
  auto guard = reactor.timers().after(Runner::kDeadline, [&reactor] { reactor.stop(); });
  reactor.run();
  if (left != 0) ++failed;
}

}  // namespace

TEST_P(StoreSuite, seqs_are_dense_and_one_order_for_all_with_many_senders_on_many_threads) {
  const std::vector<ConversationId> conversations{a_conversation(), a_conversation(), a_conversation()};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] { senders(store(), conversations, 1000 * (t + 1), 8, 30, failed); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  std::map<ConversationId, std::uint64_t> published;
  for (const auto& event : published_.events()) {
    const auto* const said = std::get_if<domain::MessageEvent>(&event.body);
    if (said == nullptr) continue;
    EXPECT_EQ(said->message->seq.get(), ++published[said->message->conversation]);
    EXPECT_EQ(event.topic, domain::topic(said->message->conversation));
  }
  for (const auto conversation : conversations) {
    const auto all = messages(conversation);
    ASSERT_EQ(all.size(), 3U * 8U * 10U);
    std::map<PersonId, int> last;
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(all[i]->seq, Seq{i + 1});
      const int n = std::stoi(std::get<domain::Text>(all[i]->content).text.reveal());
      if (last.contains(all[i]->author)) {
        EXPECT_GT(n, last[all[i]->author]);
      }
      last[all[i]->author] = n;
    }
    EXPECT_EQ(published[conversation], all.size());
  }
}

TEST_P(StoreSuite, batches_are_numbered_without_gaps_and_hold_plain_messages_in_item_order) {
  const auto conversation = a_conversation();
  const domain::Event told{domain::topic(kAda), domain::ConversationAdded{conversation}};
  ASSERT_TRUE(commit(item(Publish{told}, text(conversation, kAda, 1, "first"),
                          MoveCursor{conversation, kAda, domain::CursorKind::Read, Seq{1}})));
  const auto batches = published_.batches();
  for (std::size_t i = 0; i < batches.size(); ++i) EXPECT_EQ(batches[i]->n, i + 1);
  const auto& events = batches.back()->events;
  ASSERT_EQ(events.size(), 3U);
  const auto& message = *std::get<domain::MessageEvent>(events[0].body).message;
  EXPECT_EQ(message.seq, Seq{1});
  EXPECT_EQ(message.at, clock_.wall());
  EXPECT_EQ(std::get<domain::Text>(message.content).text, Secret{"first"});
  EXPECT_TRUE(std::holds_alternative<domain::CursorEvent>(events[1].body));
  EXPECT_TRUE(std::holds_alternative<domain::ConversationAdded>(events[2].body));
  EXPECT_EQ(events[2].topic, domain::topic(kAda));
}

namespace {

io::Task<void> note_answer(Store& store, Commit commit, std::atomic<int>& busy, std::atomic<int>& done,
                           std::atomic<int>& left) {
  const auto result = co_await store.commit(std::move(commit));
  if (result) ++done;
  if (!result && result.error().code == Code::Busy && result.error().retry_after.count() > 0) ++busy;
  --left;
}

io::Task<void> when_none_left(io::Reactor& reactor, std::atomic<int>& left) {
  while (left > 0) co_await io::sleep_for(std::chrono::milliseconds{1});
  reactor.stop();
}

}  // namespace

TEST_P(StoreSuite, events_are_published_after_the_commit_and_before_the_answer) {
  const auto conversation = a_conversation();
  published_.hold();
  std::atomic<int> busy{0};
  std::atomic<int> done{0};
  std::atomic<int> left{1};
  io::Reactor reactor{0, observer_};
  reactor.start();
  io::spawn(reactor, note_answer(store(), item(text(conversation, kAda, 1, "x")), busy, done, left));
  published_.wait_until_held();
  EXPECT_EQ(done, 0);                         // not answered while it is being published
  EXPECT_EQ(texts(conversation).size(), 1U);  // but durable: every reader sees it
  published_.release();
  io::spawn(reactor, when_none_left(reactor, left));
  reactor.join();
  EXPECT_EQ(done, 1);
}

TEST_P(StoreSuite, a_full_queue_answers_busy_and_loses_nothing_it_took) {
  const auto conversation = a_conversation();
  published_.hold();
  std::atomic<int> busy{0};
  std::atomic<int> done{0};
  constexpr int kMore = 10;
  const int total = 1 + static_cast<int>(limits::kCommitQueue) + kMore;
  std::atomic<int> left{total};
  io::Reactor reactor{0, observer_};
  reactor.start();
  io::spawn(reactor, note_answer(store(), item(text(conversation, kAda, 0, "x")), busy, done, left));
  published_.wait_until_held();  // the committer stands still with one item in hand
  for (int i = 1; i < total; ++i) {
    io::spawn(reactor,
              note_answer(store(), item(text(conversation, kAda, static_cast<std::uint64_t>(i), "x")), busy,
                          done, left));
  }
  const auto deadline = std::chrono::steady_clock::now() + Runner::kDeadline;
  while (busy < kMore && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(busy, kMore);
  published_.release();
  io::spawn(reactor, when_none_left(reactor, left));
  reactor.join();
  EXPECT_EQ(busy, kMore);
  EXPECT_EQ(done, total - kMore);
  EXPECT_EQ(messages(conversation).size(), static_cast<std::size_t>(total - kMore));
}

TEST_P(StoreSuite, a_bad_item_spoils_no_other_of_its_batch) {
  const auto conversation = a_conversation();
  domain::Flag flag;  // twice on one message: nothing foresees it
  std::vector<Commit> items;
  for (std::uint64_t i = 0; i < 10; ++i) items.push_back(item(text(conversation, kAda, i, "x")));
  items.push_back(item(text(conversation, kBen, 1, "bad"), PutFlag{flag, 0}, PutFlag{flag, 0}));
  for (std::uint64_t i = 10; i < 20; ++i) items.push_back(item(text(conversation, kAda, i, "x")));
  const auto results = commit_together(std::move(items));
  std::uint64_t seq = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i == 10) {
      EXPECT_EQ(code_of(results[i]), Code::Internal);
      continue;
    }
    ASSERT_TRUE(results[i]);
    EXPECT_EQ(results[i]->seqs.front(), Seq{++seq});
  }
  EXPECT_EQ(messages(conversation).size(), 20U);
  const auto batches = published_.batches();
  for (std::size_t i = 0; i < batches.size(); ++i) EXPECT_EQ(batches[i]->n, i + 1);
}

}  // namespace holdfast::tests
