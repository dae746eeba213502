// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/frame.hpp"

#include <gtest/gtest.h>

#include "client_side.hpp"

namespace holdfast::wire {
namespace {

struct Row {
  std::size_t payload;
  std::size_t header;
};
class Framed : public testing::TestWithParam<Row> {};

TEST_P(Framed, has_the_shortest_header_and_the_whole_payload) {
  const std::string payload(GetParam().payload, 'x');
  for (const Subprotocol subprotocol : {Subprotocol::Protobuf, Subprotocol::Json}) {
    const tests::Received in = tests::received(framed(subprotocol, payload));
    EXPECT_EQ(in.header, GetParam().header);
    EXPECT_EQ(in.payload, payload);
    EXPECT_EQ(in.first_byte, subprotocol == Subprotocol::Json ? 0x81U : 0x82U);
  }
}
INSTANTIATE_TEST_SUITE_P(Lengths, Framed,
                         testing::Values(Row{0, 2}, Row{1, 2}, Row{125, 2}, Row{126, 4}, Row{65535, 4},
                                         Row{65536, 10}, Row{65537, 10}),
                         [](const auto& row) { return std::to_string(row.param.payload); });

TEST(Framed, bytes_are_those_of_the_rfc) {
  EXPECT_EQ(framed(Subprotocol::Json, "Hello")->bytes(), "\x81\x05Hello");  // RFC 6455 §5.7
  const std::string long_payload(256, 'b');
  EXPECT_EQ(framed(Subprotocol::Protobuf, long_payload)->bytes().substr(0, 4),
            (std::string{"\x82\x7E\x01\x00", 4}));
}

}  // namespace
}  // namespace holdfast::wire
