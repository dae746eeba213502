// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Floods, slow readers and ends, over each transport: order is kept, memory is bounded, nothing is left
// behind.
#include <poll.h>

#include <vector>

#include "service/gateway/over_each.hpp"

namespace holdfast::tests {
namespace {

using Flow = OverEach;
INSTANTIATE_TEST_SUITE_P(Over, Flow, testing::Values(Transport::Plain, Transport::Tls13, Transport::Tls12),
                         transport_name);

unsigned number_of(const WireFrame& frame) {
  return static_cast<unsigned>(std::strtoul(frame.payload.c_str(), nullptr, 10));
}

/// Reads `count` numbered frames; gives how many came in order before the first wrong one.
unsigned read_in_order(RawClient& client, unsigned count, std::size_t size) {
  for (unsigned i = 0; i < count; ++i) {
    const WireFrame frame = client.read_data();
    if (frame.opcode != kText || number_of(frame) != i || frame.payload.size() != size) return i;
  }
  return count;
}

TEST_P(Flow, pongs_and_a_broadcast_keep_their_orders_and_never_mix) {
  RawClient sender = joined();
  RawClient client = joined();
  ASSERT_TRUE(sender.send(client_frame(kText, "all 6000 128")));
  unsigned frames = 0;
  unsigned pongs = 0;
  unsigned pings = 0;
  while (frames < 6000 || pongs < 300) {
    if (pings < 300 && frames >= pings * 20) {
      ASSERT_TRUE(client.send(client_frame(kPing, std::to_string(pings++))));
    }
    const WireFrame frame = client.read_frame();
    if (frame.opcode == kPong) {
      ASSERT_EQ(number_of(frame), pongs++);
    } else {
      ASSERT_EQ(frame.opcode, kText);
      ASSERT_EQ(frame.payload.size(), 128U);
      ASSERT_EQ(number_of(frame), frames++);
    }
  }
  EXPECT_EQ(read_in_order(sender, 6000, 128), 6000U);
}

TEST_P(Flow, what_hurries_takes_with_it_what_rests_and_what_rests_comes_by_itself) {
  RawClient client = joined();
  for (unsigned round = 0; round < 30; ++round) {  // most of them within the rest after the last write
    ASSERT_TRUE(client.send(client_frame(kText, "mixed " + std::to_string(1 + round % 6))));
    for (unsigned i = 0; i < 1 + round % 6; ++i) {
      const WireFrame frame = client.read_data();
      ASSERT_EQ(frame.opcode, kText);
      ASSERT_EQ(number_of(frame), i);
    }
  }
}

TEST_P(Flow, four_megabytes_pass_a_receive_buffer_of_four_kilobytes) {
  RawClient client = joined("holdfast.v1.json", 4096);
  ASSERT_TRUE(client.send(client_frame(kText, "all 64 65536")));
  EXPECT_EQ(read_in_order(client, 64, 65536), 64U);
}

TEST_P(Flow, half_of_fifty_members_reset_in_a_flood_and_the_others_miss_nothing) {
  std::vector<RawClient> clients;
  for (int i = 0; i < 50; ++i) clients.push_back(joined());
  ASSERT_TRUE(clients.front().send(client_frame(kText, "all 2000 200")));
  ASSERT_EQ(read_in_order(clients.front(), 10, 200), 10U);
  for (std::size_t i = 1; i < clients.size(); i += 2) clients[i].reset();
  for (std::size_t i = 2; i < clients.size(); i += 2)
    ASSERT_EQ(read_in_order(clients[i], 2000, 200), 2000U) << i;
}

TEST_P(Flow, a_close_by_the_client_is_answered_and_the_connection_ends) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "last") + client_frame(kClose, std::string{"\x03\xe8", 2})));
  EXPECT_EQ(client.read_frame().payload, "last");
  EXPECT_EQ(client.read_frame().close_code(), 1000);
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
}

TEST_P(Flow, a_close_by_the_server_comes_after_all_it_queued_and_nothing_after_it) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "close 2000")));
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(client.read_frame().payload, std::to_string(i));
  const WireFrame close = client.read_frame();
  EXPECT_EQ(close.close_code(), 4000);
  ASSERT_TRUE(client.send(client_frame(kClose, close.payload)));
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
}

TEST_P(Flow, what_is_appended_after_a_close_is_not_sent) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "close-late 100")));
  for (int i = 0; i < 100; ++i) ASSERT_EQ(client.read_frame().payload, std::to_string(i));
  const WireFrame close = client.read_frame();
  EXPECT_EQ(close.close_code(), 4000);
  ASSERT_TRUE(client.send(client_frame(kClose, close.payload)));
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_P(Flow, a_cut_ends_the_connection_at_once) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "cut")));
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
}

TEST_P(Flow, a_client_that_half_closes_without_a_word_is_let_go) {
  RawClient client = joined();
  client.shut_sending();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
}

/// Sends pings and reads nothing until the server takes no more for half a second. Gives the bytes it took.
std::size_t flood_with_pings(RawClient& client, std::size_t most) {
  std::string pings;
  for (int i = 0; i < 500; ++i) pings += client_frame(kPing, std::string(125, 'p'));
  std::size_t taken = 0;
  std::size_t at = 0;
  while (taken < most && client.writable_within(std::chrono::milliseconds{500})) {
    const std::size_t n = client.send_now(std::string_view{pings}.substr(at));
    if (n == 0) break;
    taken += n;
    at = (at + n) % pings.size();
  }
  return taken;
}

constexpr std::size_t kUnbounded = 64U << 20U;  // far over both kernels' buffers

TEST(PongFlood, by_a_client_that_does_not_read_stalls_and_leaves_nothing) {
  Gateway gateway;
  RawClient client{gateway.port(), RawClient::Options{4096, false, 0}};
  ASSERT_EQ(client.upgrade(), 101);
  EXPECT_LT(flood_with_pings(client, kUnbounded), kUnbounded);
  EXPECT_EQ(gateway.server().live(), 1U);
  client.reset();
  EXPECT_TRUE(gateway.all_gone());
}

TEST(PongFlood, is_cut_when_nothing_is_taken_for_the_unsent_deadline) {
  gateway::ListenConfig config;
  config.waits.unsent = std::chrono::milliseconds{200};
  Gateway gateway{config};
  RawClient client{gateway.port(), RawClient::Options{4096, false, 0}};
  ASSERT_EQ(client.upgrade(), 101);
  EXPECT_LT(flood_with_pings(client, kUnbounded), kUnbounded);
  EXPECT_TRUE(gateway.all_gone());  // while the client still holds its end
}

struct Wrong {
  const char* name;
  bool json;
  std::string bytes;
  int close_code;
  Code end;
};

std::string unmasked(std::string_view payload) {
  return std::string{"\x81"} + static_cast<char>(payload.size()) + std::string{payload};
}
std::string with_first_byte(std::string frame, int first) {
  frame[0] = static_cast<char>(first);
  return frame;
}

class WrongFrames : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFrames, are_answered_with_their_code_and_the_connection_ends) {
  Gateway gateway;
  RawClient client{gateway.port()};
  ASSERT_EQ(client.upgrade(GetParam().json ? "holdfast.v1.json" : "holdfast.v1.protobuf"), 101);
  ASSERT_TRUE(client.send(GetParam().bytes));
  const WireFrame close = client.read_frame();
  EXPECT_EQ(close.close_code(), GetParam().close_code);
  client.send(client_frame(kClose, close.payload));
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
  client.shut_sending();
  EXPECT_TRUE(gateway.all_gone());
  EXPECT_EQ(gateway.room().last_end(), GetParam().end);
}

const std::string kFull(65536, 'f');

INSTANTIATE_TEST_SUITE_P(
    Kinds, WrongFrames,
    testing::Values(
        Wrong{"unmasked", true, unmasked("hello"), 1002, Code::Malformed},
        Wrong{"reserved_opcode", true, client_frame(3, "x"), 1002, Code::Malformed},
        Wrong{"reserved_control", true, client_frame(11, "x"), 1002, Code::Malformed},
        Wrong{"reserved_bit", true, with_first_byte(client_frame(kText, "x"), 0xC1), 1002, Code::Malformed},
        Wrong{"long_ping", true, client_frame(kPing, std::string(126, 'p')), 1002, Code::Malformed},
        Wrong{"split_ping", true, client_frame(kPing, "p", false), 1002, Code::Malformed},
        Wrong{"continues_nothing", true, client_frame(0, "x"), 1002, Code::Malformed},
        Wrong{"text_inside_text", true, client_frame(kText, "a", false) + client_frame(kText, "b"), 1002,
              Code::Malformed},
        Wrong{"close_of_one_byte", true, client_frame(kClose, "x"), 1002, Code::Malformed},
        Wrong{"close_with_1005", true, client_frame(kClose, std::string{"\x03\xed", 2}), 1002,
              Code::Malformed},
        Wrong{"bad_utf8", true, client_frame(kText, "\xc3\x28"), 1007, Code::Malformed},
        Wrong{"surrogate", true, client_frame(kText, "\xed\xa0\x80"), 1007, Code::Malformed},
        Wrong{"cut_off_utf8", true, client_frame(kText, "\xe2\x82"), 1007, Code::Malformed},
        Wrong{"one_byte_too_many", true, client_frame(kText, kFull + "f"), 1009, Code::TooLarge},
        Wrong{"fragments_too_many", true, client_frame(kText, kFull, false) + client_frame(0, "f"), 1009,
              Code::TooLarge},
        Wrong{"binary_in_json", true, client_frame(kBinary, "x"), 1003, Code::Malformed},
        Wrong{"text_in_protobuf", false, client_frame(kText, "x"), 1003, Code::Malformed}),
    [](const auto& row) { return std::string{row.param.name}; });

}  // namespace
}  // namespace holdfast::tests
