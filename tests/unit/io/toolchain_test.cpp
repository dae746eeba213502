// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Canary for the coroutine rules of docs/coroutines.md: if a compiler or Boost change breaks one, this speaks
// first.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "io/waiter.hpp"
#include "support/run.hpp"

namespace holdfast {
namespace {

struct Counted {
  explicit Counted(int& live) : live_{&live} { ++*live_; }
  Counted(const Counted& other) : live_{other.live_} { ++*live_; }
  Counted(Counted&& other) noexcept : live_{other.live_} { ++*live_; }
  Counted& operator=(const Counted&) = delete;
  Counted& operator=(Counted&&) = delete;
  ~Counted() { --*live_; }
  int* live_;
};

io::Task<int> inner(Counted counted, std::string text, std::unique_ptr<int> owned) {
  co_await io::sleep_for(std::chrono::milliseconds{1});
  co_return static_cast<int>(text.size()) + *owned + *counted.live_ * 0;
}

io::Task<int> outer(int& live) {
  Counted counted{live};
  auto owned = std::make_unique<int>(4);
  std::string text(40, 'x');
  const int result = co_await inner(std::move(counted), std::move(text), std::move(owned));
  co_return result;
}

TEST(Toolchain, by_value_parameters_of_a_coroutine_are_destroyed_exactly_once) {
  tests::Runner runner;
  int live = 0;
  EXPECT_EQ(runner.run(outer(live)), 44);
  EXPECT_EQ(live, 0);
}

io::Task<void> throws() {
  co_await io::sleep_for(std::chrono::milliseconds{1});
  throw std::runtime_error{"escaped"};
}

TEST(Toolchain, an_exception_crosses_a_coroutine) {
  tests::Runner runner;
  EXPECT_THROW(runner.run(throws()), std::runtime_error);
}

}  // namespace
}  // namespace holdfast
