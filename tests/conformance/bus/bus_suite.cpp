// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "conformance/bus/bus_suite.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace holdfast::tests {

/// A binary may link the suite for another implementation only.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BusSuite);

namespace {

using BatchPtr = std::shared_ptr<const store::EventBatch>;

/// Hears on any thread; waits for what must come, with a deadline.
class Heard {
 public:
  bus::Listener listener() {
    return [this](BatchPtr batch) {
      const std::lock_guard lock{mutex_};
      batches_.push_back(std::move(batch));
      changed_.notify_all();
    };
  }
  std::vector<BatchPtr> wait_for(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return batches_.size() >= count; });
    return batches_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<BatchPtr> batches_;
};

constexpr ConversationId kRoom{7};

domain::Event message(std::uint64_t seq) {
  auto made = std::make_shared<domain::Message>();
  made->conversation = kRoom;
  made->seq = Seq{seq};
  made->content = domain::Text{Secret{"hello"}};
  return {domain::topic(kRoom), domain::MessageEvent{std::move(made)}};
}

BatchPtr batch(std::uint64_t n, std::vector<domain::Event> events) {
  return std::make_shared<const store::EventBatch>(
      store::EventBatch{.lane = 0, .n = n, .events = std::move(events)});
}

std::uint64_t seq_of(const domain::Event& event) {
  return std::get<domain::MessageEvent>(event.body).message->seq.get();
}

class Fixture {
 public:
  explicit Fixture(const BusMaker& maker) : bus{maker.make()} {
    bus->listen(heard.listener());
    bus->want(domain::topic(kRoom));
  }
  Heard heard;
  std::unique_ptr<bus::Bus> bus;
};

TEST_P(BusSuite, a_batch_arrives_whole_once_and_in_its_order) {
  Fixture f{GetParam()};
  f.bus->publish(batch(5, {message(1), message(2), message(3)}));
  f.bus->publish(batch(6, {message(4)}));
  const auto heard = f.heard.wait_for(2);
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0]->n, 5U);
  ASSERT_EQ(heard[0]->events.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(seq_of(heard[0]->events[i]), i + 1);
  EXPECT_EQ(heard[0]->events[0].topic, domain::topic(kRoom));
}

TEST_P(BusSuite, batches_of_one_publisher_keep_their_order) {
  Fixture f{GetParam()};
  constexpr std::uint64_t kMany = 500;
  for (std::uint64_t n = 1; n <= kMany; ++n) f.bus->publish(batch(n, {message(n)}));
  const auto heard = f.heard.wait_for(kMany);
  ASSERT_EQ(heard.size(), kMany);
  for (std::uint64_t n = 1; n <= kMany; ++n) ASSERT_EQ(heard[n - 1]->n, n);
}

TEST_P(BusSuite, passing_events_come_from_any_thread_with_no_place_in_the_log) {
  Fixture f{GetParam()};
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 50;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&f] {
      for (std::size_t i = 0; i < kEach; ++i) {
        f.bus->publish_passing({domain::topic(kRoom), domain::TypingEvent{kRoom, PersonId{1}, true}});
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto heard = f.heard.wait_for(kThreads * kEach);
  ASSERT_EQ(heard.size(), kThreads * kEach);
  for (const auto& one : heard) {
    EXPECT_EQ(one->n, 0U);
    ASSERT_EQ(one->events.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<domain::TypingEvent>(one->events[0].body));
  }
}

TEST_P(BusSuite, a_topic_wanted_again_is_heard_again) {
  Fixture f{GetParam()};
  f.bus->unwant(domain::topic(kRoom));
  f.bus->want(domain::topic(kRoom));
  f.bus->publish(batch(1, {message(1)}));
  EXPECT_EQ(f.heard.wait_for(1).size(), 1U);
}

TEST_P(BusSuite, every_listener_hears_everything) {
  Fixture f{GetParam()};
  Heard second;
  f.bus->listen(second.listener());
  f.bus->publish(batch(1, {message(1)}));
  EXPECT_EQ(f.heard.wait_for(1).size(), 1U);
  EXPECT_EQ(second.wait_for(1).size(), 1U);
}

}  // namespace
}  // namespace holdfast::tests
