// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/unsent.hpp"

#include <gtest/gtest.h>

namespace holdfast::sdk {
namespace {

using namespace std::chrono_literals;
const Unsent::Time kNow{1h};

MessageId id(std::uint8_t n) {
  MessageId made;
  made.bytes.at(15) = n;
  return made;
}

TEST(Unsent, one_conversation_waits_for_its_first_answer_while_others_go_on) {
  Unsent unsent;
  ASSERT_TRUE(unsent.add(1, id(1), "a"));
  ASSERT_TRUE(unsent.add(1, id(2), "b"));
  ASSERT_TRUE(unsent.add(2, id(3), "c"));
  EXPECT_EQ(unsent.next(kNow)->id, id(1));
  EXPECT_EQ(unsent.next(kNow)->id, id(3));
  EXPECT_FALSE(unsent.next(kNow));
  EXPECT_TRUE(unsent.settle(id(1)));
  EXPECT_EQ(unsent.next(kNow)->id, id(2));
}

TEST(Unsent, refused_for_a_while_holds_back_what_was_written_after_it) {
  Unsent unsent;
  ASSERT_TRUE(unsent.add(1, id(1), "a"));
  ASSERT_TRUE(unsent.add(1, id(2), "b"));
  ASSERT_TRUE(unsent.next(kNow));
  unsent.retry(id(1), kNow + 5s);
  EXPECT_FALSE(unsent.next(kNow));
  EXPECT_FALSE(unsent.next(kNow + 5s - 1ns));
  EXPECT_EQ(unsent.next_time(), kNow + 5s);
  EXPECT_EQ(unsent.next(kNow + 5s)->id, id(1));
}

TEST(Unsent, a_lost_connection_sends_everything_again_under_the_same_ids_in_order) {
  Unsent unsent{4};
  for (std::uint8_t n = 1; n <= 3; ++n) ASSERT_TRUE(unsent.add(1, id(n), "x"));
  while (unsent.next(kNow)) {
  }
  ASSERT_TRUE(unsent.settle(id(2)));
  unsent.disconnected();
  EXPECT_EQ(unsent.next(kNow)->id, id(1));
  EXPECT_EQ(unsent.next(kNow)->id, id(3));
  EXPECT_FALSE(unsent.next(kNow));
}

TEST(Unsent, full_takes_nothing_and_loses_nothing) {
  Unsent unsent;
  for (std::size_t n = 0; n < Unsent::kMost; ++n) ASSERT_TRUE(unsent.add(1, fresh_message_id(), "x"));
  EXPECT_FALSE(unsent.add(1, fresh_message_id(), "one too many"));
  EXPECT_EQ(unsent.size(), Unsent::kMost);
}

TEST(Unsent, an_answer_for_an_unknown_message_changes_nothing) {
  Unsent unsent;
  ASSERT_TRUE(unsent.add(1, id(1), "a"));
  EXPECT_FALSE(unsent.settle(id(9)));
  unsent.retry(id(9), kNow + 1h);
  EXPECT_TRUE(unsent.next(kNow));
}

}  // namespace
}  // namespace holdfast::sdk
