// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/timer_wheel.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace holdfast {
namespace {

using namespace std::chrono_literals;

TEST(TimerWheel, fires_once_and_not_early) {
  boost::asio::io_context context;
  io::TimerWheel wheel{context, 5ms};
  const auto start = std::chrono::steady_clock::now();
  int fired = 0;
  auto handle = wheel.after(20ms, [&] { ++fired; });
  context.run();
  EXPECT_EQ(fired, 1);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 20ms);
  EXPECT_FALSE(handle.armed());
}

TEST(TimerWheel, cancelled_never_fires_and_the_wheel_comes_to_rest) {
  boost::asio::io_context context;
  io::TimerWheel wheel{context, 1ms};
  int fired = 0;
  auto handle = wheel.after(3ms, [&] { ++fired; });
  handle.cancel();
  context.run();  // ends: an idle wheel keeps no timer
  EXPECT_EQ(fired, 0);
}

TEST(TimerWheel, may_arm_and_cancel_others_while_firing) {
  boost::asio::io_context context;
  io::TimerWheel wheel{context, 1ms};
  int second = 0;
  io::TimerWheel::Handle later;
  auto doomed = wheel.after(50ms, [&] { second = -100; });
  auto first = wheel.after(2ms, [&] {
    doomed.cancel();
    later = wheel.after(2ms, [&] { ++second; });
  });
  context.run();
  EXPECT_EQ(second, 1);
}

TEST(TimerWheel, a_deadline_of_many_turns_fires_in_its_own) {
  boost::asio::io_context context;
  io::TimerWheel wheel{context, 1ms};
  std::vector<int> order;
  auto far = wheel.after(1100ms, [&] { order.push_back(2); });  // more than 1,024 ticks
  auto near = wheel.after(80ms, [&] { order.push_back(1); });   // the same slot region, one turn earlier
  context.run();
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace holdfast
