// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What a WebSocket client sees of messages: sizes, fragments, pipelines.
#include <gtest/gtest.h>

#include "service/gateway/raw_client.hpp"
#include "service/gateway/room_door.hpp"

namespace holdfast::tests {
namespace {

constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kPing = 9;
constexpr int kPong = 10;

class Messages : public testing::Test {
 protected:
  RawClient joined(std::string_view subprotocol = "holdfast.v1.json") {
    RawClient client{gateway_.port()};
    EXPECT_EQ(client.upgrade(subprotocol), 101);
    return client;
  }
  void TearDown() override { EXPECT_TRUE(gateway_.all_gone()); }
  Gateway gateway_;
};

class Sizes : public Messages, public testing::WithParamInterface<std::size_t> {};

TEST_P(Sizes, a_message_comes_back_whole_in_both_subprotocols) {
  for (const bool json : {true, false}) {
    RawClient client = joined(json ? "holdfast.v1.json" : "holdfast.v1.protobuf");
    const std::string sent(GetParam(), 'm');
    const int opcode = json ? kText : kBinary;
    ASSERT_TRUE(client.send(client_frame(opcode, sent)));
    const WireFrame got = client.read_frame();
    EXPECT_EQ(got.opcode, opcode);
    EXPECT_TRUE(got.fin);
    EXPECT_TRUE(got.payload == sent);
  }
}

INSTANTIATE_TEST_SUITE_P(AroundTheLimitsOfHeaders, Sizes,
                         testing::Values(0, 1, 2, 124, 125, 126, 127, 128, 1535, 1536, 1537, 4095, 4096, 4097,
                                         16383, 16384, 32768, 65534, 65535, 65536));

TEST_F(Messages, fragments_with_a_ping_inside_are_one_message_and_one_pong) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "one ", false) + client_frame(0, "two ", false) +
                          client_frame(kPing, "p") + client_frame(0, "three")));
  const WireFrame pong = client.read_frame();
  EXPECT_EQ(pong.opcode, kPong);
  EXPECT_EQ(pong.payload, "p");
  EXPECT_EQ(client.read_frame().payload, "one two three");
}

TEST_F(Messages, five_hundred_pipelined_come_back_in_order) {
  RawClient client = joined();
  std::string all;
  for (int i = 0; i < 500; ++i) all += client_frame(kText, std::to_string(i));
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read_frame().payload, std::to_string(i));
}

TEST_F(Messages, frames_sent_with_the_upgrade_request_are_not_lost) {
  RawClient client{gateway_.port()};
  ASSERT_TRUE(client.send(upgrade_request("holdfast.v1.json") + client_frame(kText, "early") +
                          client_frame(kText, "bird")));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), 101);
  EXPECT_EQ(client.read_frame().payload, "early");
  EXPECT_EQ(client.read_frame().payload, "bird");
}

TEST_F(Messages, bytes_that_come_one_by_one_are_the_same_message) {
  RawClient client{gateway_.port()};
  const std::string all = upgrade_request("holdfast.v1.json") + client_frame(kText, std::string(300, 'b'));
  for (const char byte : all) ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), 101);
  EXPECT_EQ(client.read_frame().payload, std::string(300, 'b'));
}

}  // namespace
}  // namespace holdfast::tests
