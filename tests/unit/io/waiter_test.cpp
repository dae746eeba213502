// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/waiter.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/run.hpp"

namespace holdfast {
namespace {

using tests::Runner;

io::Task<Result<int>> answered_from_another_thread(std::thread& thread) {
  auto start = [&thread](io::Waiter<int> waiter) {
    thread = std::thread{[waiter = std::move(waiter)]() mutable { waiter.answer(7); }};
  };
  auto result = co_await io::wait_for<int>(start);
  co_return result;
}

TEST(Waiter, resumes_on_its_reactor_with_the_answer) {
  Runner runner;
  std::thread thread;
  const auto result = runner.run(answered_from_another_thread(thread));
  thread.join();
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 7);
}

io::Task<Result<int>> dropped() {
  auto start = [](io::Waiter<int> waiter) { static_cast<void>(waiter); };
  auto result = co_await io::wait_for<int>(start);
  co_return result;
}

TEST(Waiter, dropped_unanswered_gives_internal) {
  Runner runner;
  const auto result = runner.run(dropped());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::Internal);
}

TEST(Reactor, keeps_the_order_of_mail) {
  Runner runner;
  std::vector<int> seen;
  auto& reactor = runner.reactor();
  for (int i = 0; i < 100; ++i) reactor.mail(io::Mail{[&seen, i] { seen.push_back(i); }});
  reactor.mail(io::Mail{[&reactor] { reactor.stop(); }});
  reactor.run();
  ASSERT_EQ(seen.size(), 100U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

}  // namespace
}  // namespace holdfast
