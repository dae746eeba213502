// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What a WebSocket client sees of messages, over each transport: sizes, fragments, pipelines.
#include "service/gateway/over_each.hpp"

namespace holdfast::tests {
namespace {

using Messages = OverEach;
INSTANTIATE_TEST_SUITE_P(Over, Messages,
                         testing::Values(Transport::Plain, Transport::Tls13, Transport::Tls12),
                         transport_name);

// Around the limits of headers, Beast's read buffer, pages, TLS records and the message itself.
constexpr std::size_t kSizes[] = {0,    1,    2,    124,   125,   126,   127,   128,   1535,  1536, 1537,
                                  4095, 4096, 4097, 16383, 16384, 16385, 32768, 65534, 65535, 65536};

TEST_P(Messages, of_every_size_come_back_whole_in_both_subprotocols) {
  for (const bool json : {true, false}) {
    RawClient client = joined(json ? "holdfast.v1.json" : "holdfast.v1.protobuf");
    const int opcode = json ? kText : kBinary;
    for (const std::size_t size : kSizes) {
      const std::string sent(size, 'm');
      ASSERT_TRUE(client.send(client_frame(opcode, sent)));
      const WireFrame got = client.read_frame();
      EXPECT_EQ(got.opcode, opcode);
      EXPECT_TRUE(got.fin);
      EXPECT_TRUE(got.payload == sent) << size;
    }
  }
}

TEST_P(Messages, fragments_with_a_ping_inside_are_one_message_and_one_pong) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "one ", false) + client_frame(0, "two ", false) +
                          client_frame(kPing, "p") + client_frame(0, "three")));
  const WireFrame pong = client.read_frame();
  EXPECT_EQ(pong.opcode, kPong);
  EXPECT_EQ(pong.payload, "p");
  EXPECT_EQ(client.read_frame().payload, "one two three");
}

TEST_P(Messages, five_hundred_pipelined_come_back_in_order) {
  RawClient client = joined();
  std::string all;
  for (int i = 0; i < 500; ++i) all += client_frame(kText, std::to_string(i));
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read_frame().payload, std::to_string(i));
}

TEST_P(Messages, sent_with_the_upgrade_request_are_not_lost) {
  RawClient client = connected();
  ASSERT_TRUE(client.send(upgrade_request("holdfast.v1.json") + client_frame(kText, "early") +
                          client_frame(kText, "bird")));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), 101);
  EXPECT_EQ(client.read_frame().payload, "early");
  EXPECT_EQ(client.read_frame().payload, "bird");
}

TEST_P(Messages, that_come_byte_by_byte_are_the_same) {
  RawClient client = connected();
  const std::string all = upgrade_request("holdfast.v1.json") + client_frame(kText, std::string(300, 'b'));
  for (const char byte : all) ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), 101);
  EXPECT_EQ(client.read_frame().payload, std::string(300, 'b'));
}

TEST(TwoReactors, serve_connections_side_by_side) {
  Gateway gateway{{}, 2};
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(gateway.port());
  for (RawClient& client : clients) ASSERT_EQ(client.upgrade("holdfast.v1.protobuf"), 101);
  for (RawClient& client : clients) ASSERT_TRUE(client.send(client_frame(kBinary, "both")));
  for (RawClient& client : clients) EXPECT_EQ(client.read_frame().payload, "both");
  EXPECT_EQ(gateway.server().live(), 20U);
  clients.clear();
  EXPECT_TRUE(gateway.all_gone());
}

}  // namespace
}  // namespace holdfast::tests
