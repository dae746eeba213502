// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/send_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace holdfast::hub {
namespace {

using Pushed = SendQueue::Pushed;
using testing::ElementsAre;

struct CountingWriter final : Writer {
  void wake() override { ++wakes; }
  int wakes{0};
};

wire::FramePtr frame(std::string text) {
  return wire::Frame::of(text);
}

class SendQueueTest : public testing::Test {
 protected:
  std::vector<std::string> drain() {
    std::vector<std::string> out;
    while (!queue.empty()) out.emplace_back(queue.pop()->bytes());
    return out;
  }
  static constexpr ConversationId kRoom{7};
  static constexpr ConversationId kOther{8};
  CountingWriter writer;
  SendQueue queue{writer, {.urgent = 10, .bulk = 10}};
};

TEST_F(SendQueueTest, urgent_leaves_before_bulk_and_each_lane_keeps_its_order) {
  queue.push_bulk(frame("b1"));
  queue.push_urgent(frame("u1"));
  queue.push_bulk(frame("b2"));
  queue.push_urgent(frame("u2"));
  EXPECT_THAT(drain(), ElementsAre("u1", "u2", "b1", "b2"));
}

TEST_F(SendQueueTest, a_lane_takes_exactly_its_bound_and_not_a_byte_more) {
  EXPECT_EQ(queue.push_bulk(frame("1234567890")), Pushed::Queued);
  EXPECT_EQ(queue.push_bulk(frame("x")), Pushed::Full);
  EXPECT_EQ(queue.push_urgent(frame("12345678901")), Pushed::Full);
  EXPECT_EQ(queue.push_urgent(frame("1234567890")), Pushed::Queued);
  EXPECT_EQ(queue.bytes(), 20U);
  EXPECT_THAT(drain(), ElementsAre("1234567890", "1234567890"));
  EXPECT_EQ(queue.bytes(), 0U);
  EXPECT_EQ(queue.push_bulk(frame("x")), Pushed::Queued) << "room comes back with what was taken";
}

TEST_F(SendQueueTest, an_urgent_frame_takes_the_earlier_ones_of_its_conversation_along_in_order) {
  queue.push_bulk(frame("r1"), kRoom);
  queue.push_bulk(frame("o1"), kOther);
  queue.push_bulk(frame("r2"), kRoom);
  queue.push_urgent(frame("R3"), kRoom);
  queue.push_bulk(frame("r4"), kRoom);
  EXPECT_THAT(drain(), ElementsAre("r1", "r2", "R3", "o1", "r4"));
}

TEST_F(SendQueueTest, an_urgent_frame_that_does_not_fit_with_its_earlier_ones_moves_nothing) {
  queue.push_bulk(frame("r1234567"), kRoom);
  EXPECT_EQ(queue.push_urgent(frame("R23"), kRoom), Pushed::Full);
  EXPECT_EQ(queue.push_urgent(frame("R2"), kRoom), Pushed::Queued);
  EXPECT_THAT(drain(), ElementsAre("r1234567", "R2"));
}

TEST_F(SendQueueTest, what_is_taken_back_gives_its_room_to_others) {
  queue.push_bulk(frame("r1"), kRoom);
  queue.push_bulk(frame("o1"), kOther);
  queue.push_bulk(frame("r23456"), kRoom);
  queue.drop_bulk(kRoom);
  EXPECT_EQ(queue.bytes(), 2U);
  EXPECT_EQ(queue.push_bulk(frame("12345678"), kOther), Pushed::Queued);
  EXPECT_THAT(drain(), ElementsAre("o1", "12345678"));
}

TEST_F(SendQueueTest, the_writer_is_woken_once_a_flush_and_not_for_nothing) {
  queue.flush();
  EXPECT_EQ(writer.wakes, 0);
  queue.push_bulk(frame("1"));
  queue.push_bulk(frame("2"));
  EXPECT_TRUE(queue.unflushed());
  queue.flush();
  queue.flush();
  EXPECT_EQ(writer.wakes, 1);
  EXPECT_FALSE(queue.unflushed());
}

TEST_F(SendQueueTest, order_holds_over_many_partial_drains) {
  SendQueue wide{writer};
  std::vector<std::string> out;
  std::vector<std::string> want;
  for (int i = 0; i < 1000; ++i) {
    want.push_back(std::to_string(i));
    wide.push_bulk(frame(want.back()), i % 2 == 0 ? kRoom : kOther);
    if (i % 3 != 0) out.emplace_back(wide.pop()->bytes());
  }
  while (!wide.empty()) out.emplace_back(wide.pop()->bytes());
  EXPECT_EQ(out, want);
}

}  // namespace
}  // namespace holdfast::hub
