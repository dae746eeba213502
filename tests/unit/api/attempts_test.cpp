// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/attempts.hpp"

#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace holdfast::api {
namespace {

using namespace std::chrono_literals;

class AttemptsTest : public ::testing::Test {
 protected:
  tests::ManualClock clock_;
};

TEST_F(AttemptsTest, a_burst_passes_then_one_waits_as_long_as_told) {
  Attempts attempts{{1.0, 3.0, 100.0, 100.0}, clock_};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(attempts.take(7));
  const auto refused = attempts.take(7);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), refuse(Code::RateLimited, 1000ms));
  clock_.advance(refused.error().retry_after - 1ms);
  EXPECT_FALSE(attempts.take(7));
  clock_.advance(1ms);
  EXPECT_TRUE(attempts.take(7));
}

TEST_F(AttemptsTest, one_key_does_not_wait_for_another) {
  Attempts attempts{{1.0, 1.0, 100.0, 100.0}, clock_};
  EXPECT_TRUE(attempts.take(1));
  EXPECT_FALSE(attempts.take(1));
  EXPECT_TRUE(attempts.take(2));
}

TEST_F(AttemptsTest, the_node_as_a_whole_is_bounded_whatever_the_keys) {
  Attempts attempts{{1.0, 10.0, 1.0, 5.0}, clock_};
  for (std::size_t key = 0; key < 5; ++key) EXPECT_TRUE(attempts.take(key));
  EXPECT_FALSE(attempts.take(99));
  clock_.advance(1s);
  EXPECT_TRUE(attempts.take(99));
}

TEST_F(AttemptsTest, a_full_table_refuses_new_keys_until_old_ones_have_recovered) {
  Attempts attempts{{1.0, 2.0, 1000.0, 1000.0}, clock_, 2};
  EXPECT_TRUE(attempts.take(1));
  EXPECT_TRUE(attempts.take(2));
  EXPECT_FALSE(attempts.take(3));
  EXPECT_TRUE(attempts.take(1)) << "a known key is not harmed";
  clock_.advance(2s);
  EXPECT_TRUE(attempts.take(3));
}

}  // namespace
}  // namespace holdfast::api
