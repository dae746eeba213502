// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "followed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast::sdk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint64_t kRoom = 4;
constexpr std::uint64_t kEpoch = 3;

struct Heard final : Followed::Sink {
  void deliver(const v1::Message& message) override { seqs.push_back(message.seq()); }
  void restated(std::uint64_t, std::uint64_t seq) override { restatements.push_back(seq); }
  void refused(std::uint64_t conversation, const v1::Error&) override { refusals.push_back(conversation); }
  std::vector<std::uint64_t> seqs, restatements, refusals;
};

v1::MessageCommitted live(std::uint64_t seq, std::uint64_t epoch = kEpoch) {
  v1::MessageCommitted event;
  event.set_epoch(epoch);
  event.mutable_message()->set_conversation_id(kRoom);
  event.mutable_message()->set_seq(seq);
  return event;
}

v1::Subscribed page(std::uint64_t from, std::uint64_t to, std::uint64_t head, std::uint64_t epoch = kEpoch) {
  v1::Subscribed subscribed;
  v1::SubscribedTo& item = *subscribed.add_items();
  item.set_conversation_id(kRoom);
  item.set_epoch(epoch);
  item.set_from_seq(from);
  item.set_to_seq(to);
  item.set_head_seq(head);
  for (std::uint64_t seq = from + 1; seq <= to; ++seq) {
    item.add_messages()->set_seq(seq);
  }
  return subscribed;
}

v1::Subscribed refusal(v1::ErrorCode code, std::uint64_t retry_after_ms = 0) {
  v1::Subscribed subscribed;
  v1::SubscribedTo& item = *subscribed.add_items();
  item.set_conversation_id(kRoom);
  item.set_epoch(kEpoch + 1);
  item.mutable_error()->set_code(code);
  item.mutable_error()->set_retry_after_ms(retry_after_ms);
  return subscribed;
}

class FollowedTest : public testing::Test {
 protected:
  void SetUp() override { followed.add(kRoom, 0); }
  std::uint64_t asked_from() {
    const v1::Subscribe wanted = followed.wanted();
    return wanted.cursors_size() == 1 ? wanted.cursors(0).seq() : 999;
  }
  Followed followed;
  Heard heard;
};

TEST_F(FollowedTest, pages_until_the_head_then_hears_live) {
  EXPECT_EQ(asked_from(), 0U);
  EXPECT_TRUE(followed.answered(page(0, 2, 3), heard));
  EXPECT_EQ(asked_from(), 2U);
  EXPECT_TRUE(followed.answered(page(2, 3, 3), heard));
  EXPECT_EQ(asked_from(), 999U);
  followed.arrived(live(4), heard);
  EXPECT_THAT(heard.seqs, ElementsAre(1, 2, 3, 4));
}

TEST_F(FollowedTest, a_gap_in_live_events_is_read_again_and_nothing_comes_twice) {
  ASSERT_EQ(asked_from(), 0U);
  ASSERT_TRUE(followed.answered(page(0, 1, 1), heard));
  followed.arrived(live(3), heard);
  EXPECT_EQ(asked_from(), 1U);
  followed.arrived(live(4), heard);  // still asking
  ASSERT_TRUE(followed.answered(page(1, 3, 3), heard));
  EXPECT_EQ(asked_from(), 3U);  // 4 passed while asking: asked for again, not lost
  ASSERT_TRUE(followed.answered(page(3, 4, 4), heard));
  followed.arrived(live(4), heard);
  EXPECT_THAT(heard.seqs, ElementsAre(1, 2, 3, 4));
}

TEST_F(FollowedTest, lagging_and_a_new_connection_ask_from_the_cursor) {
  ASSERT_EQ(asked_from(), 0U);
  ASSERT_TRUE(followed.answered(page(0, 5, 5), heard));
  followed.lagging(kRoom);
  EXPECT_EQ(asked_from(), 5U);
  followed.connected();
  EXPECT_EQ(asked_from(), 5U);
}

TEST_F(FollowedTest, what_was_before_this_person_is_restated_not_silent) {
  ASSERT_EQ(asked_from(), 0U);
  ASSERT_TRUE(followed.answered(page(7, 8, 8), heard));
  EXPECT_THAT(heard.restatements, ElementsAre(7));
  EXPECT_THAT(heard.seqs, ElementsAre(8));
}

TEST_F(FollowedTest, what_is_hidden_inside_a_page_is_no_gap) {
  ASSERT_EQ(asked_from(), 0U);
  v1::Subscribed subscribed = page(0, 5, 5);
  auto& messages = *subscribed.mutable_items(0)->mutable_messages();
  messages.DeleteSubrange(4, 1);
  messages.DeleteSubrange(1, 1);
  ASSERT_TRUE(followed.answered(subscribed, heard));
  EXPECT_THAT(heard.seqs, ElementsAre(1, 3, 4));
  EXPECT_EQ(asked_from(), 999U) << "live from the end of the page";
  followed.arrived(live(6), heard);
  EXPECT_THAT(heard.seqs, ElementsAre(1, 3, 4, 6));
}

TEST_F(FollowedTest, a_new_epoch_restates_the_range_and_reads_it_again) {
  ASSERT_EQ(asked_from(), 0U);
  ASSERT_TRUE(followed.answered(page(0, 5, 5), heard));
  followed.connected();
  ASSERT_EQ(asked_from(), 5U);
  ASSERT_TRUE(followed.answered(refusal(v1::ERROR_CODE_EPOCH_CHANGED), heard));
  EXPECT_THAT(heard.restatements, ElementsAre(0));
  EXPECT_EQ(asked_from(), 0U);
  ASSERT_TRUE(followed.answered(page(0, 1, 1, kEpoch + 1), heard));
  EXPECT_EQ(heard.seqs.size(), 6U);
}

TEST_F(FollowedTest, refused_for_good_is_told_once_and_dropped) {
  ASSERT_EQ(asked_from(), 0U);
  EXPECT_TRUE(followed.answered(refusal(v1::ERROR_CODE_NOT_FOUND), heard));
  EXPECT_THAT(heard.refusals, ElementsAre(kRoom));
  followed.connected();
  EXPECT_EQ(asked_from(), 999U);
}

TEST_F(FollowedTest, refused_for_a_while_is_asked_again) {
  ASSERT_EQ(asked_from(), 0U);
  EXPECT_FALSE(followed.answered(refusal(v1::ERROR_CODE_BUSY, 200), heard));
  EXPECT_THAT(heard.refusals, IsEmpty());
  EXPECT_EQ(asked_from(), 0U);
}

TEST_F(FollowedTest, asks_for_at_most_a_page_of_conversations_at_once) {
  for (std::uint64_t id = 100; id < 200; ++id) followed.add(id, 0);
  EXPECT_EQ(followed.wanted().cursors_size(), 64);
  EXPECT_EQ(followed.wanted().cursors_size(), 37);
  EXPECT_EQ(followed.wanted().cursors_size(), 0);
}

TEST_F(FollowedTest, answers_and_events_of_what_is_no_longer_followed_are_dropped) {
  ASSERT_EQ(asked_from(), 0U);
  followed.remove(kRoom);
  EXPECT_TRUE(followed.answered(page(0, 2, 2), heard));
  followed.arrived(live(3), heard);
  EXPECT_THAT(heard.seqs, IsEmpty());
}

}  // namespace
}  // namespace holdfast::sdk
