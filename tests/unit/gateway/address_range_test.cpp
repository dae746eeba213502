// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/address_range.hpp"

#include <gtest/gtest.h>

namespace holdfast::gateway {
namespace {

using boost::asio::ip::make_address;

struct Row {
  const char* range;
  const char* address;
  bool inside;
};
class Ranges : public testing::TestWithParam<Row> {};

TEST_P(Ranges, contain) {
  const auto range = AddressRange::parse(GetParam().range);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->contains(make_address(GetParam().address)), GetParam().inside) << GetParam().range;
}

INSTANTIATE_TEST_SUITE_P(
    Edges, Ranges,
    testing::Values(Row{"10.1.2.3", "10.1.2.3", true}, Row{"10.1.2.3", "10.1.2.4", false},
                    Row{"10.0.0.0/9", "10.127.255.255", true}, Row{"10.0.0.0/9", "10.128.0.0", false},
                    Row{"0.0.0.0/0", "255.255.255.255", true}, Row{"0.0.0.0/0", "2001:db8::1", false},
                    Row{"192.0.2.0/24", "::ffff:192.0.2.9", true},
                    Row{"2001:db8::/33", "2001:db8:7fff::", true},
                    Row{"2001:db8::/33", "2001:db8:8000::", false}, Row{"::/0", "2001:db8::1", true},
                    Row{"::1", "::1", true}, Row{"::1", "::2", false}));

TEST(AddressRange, refuses_what_is_neither_an_address_nor_a_range) {
  for (const char* text :
       {"", "clinic", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "2001:db8::/129", "10.0.0"}) {
    EXPECT_FALSE(AddressRange::parse(text)) << text;
  }
}

TEST(BoundKey, is_one_for_an_ipv4_address_in_both_forms_and_for_a_slash_64) {
  EXPECT_EQ(bound_key(make_address("192.0.2.1")), bound_key(make_address("::ffff:192.0.2.1")));
  EXPECT_NE(bound_key(make_address("192.0.2.1")), bound_key(make_address("192.0.2.2")));
  EXPECT_EQ(bound_key(make_address("2001:db8:0:1::1")), bound_key(make_address("2001:db8:0:1:ffff::")));
  EXPECT_NE(bound_key(make_address("2001:db8:0:1::1")), bound_key(make_address("2001:db8:0:2::1")));
}

}  // namespace
}  // namespace holdfast::gateway
