// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/proxy_header.hpp"

#include <gtest/gtest.h>

#include <string>

#include "domain/limits.hpp"

namespace holdfast::gateway {
namespace {

std::string fixed(char command, char family, std::size_t rest) {
  std::string out{"\r\n\r\n\0\r\nQUIT\n", 12};
  out.push_back(command);
  out.push_back(family);
  out.push_back(static_cast<char>(rest >> 8U));
  out.push_back(static_cast<char>(rest & 0xFFU));
  return out;
}

const std::string kV4{"\xc0\x00\x02\x07\x7f\x00\x00\x01\x30\x39\x01\xbb", 12};

TEST(ProxyHeader, gives_the_address_of_the_client) {
  const auto v4 = proxy_client(fixed(0x21, 0x11, 12), kV4);
  ASSERT_TRUE(v4.has_value() && v4->has_value());
  EXPECT_EQ((*v4)->to_string(), "192.0.2.7");
  std::string rest(36, '\0');
  rest.replace(0, 4, "\x20\x01\x0d\xb8");
  const auto v6 = proxy_client(fixed(0x21, 0x21, 36), rest);
  ASSERT_TRUE(v6.has_value() && v6->has_value());
  EXPECT_EQ((*v6)->to_string(), "2001:db8::");
}

TEST(ProxyHeader, of_the_proxys_own_check_or_another_family_has_no_address) {
  for (const auto& [command, family] :
       {std::pair{0x20, 0x11}, std::pair{0x21, 0x31}, std::pair{0x21, 0x00}}) {
    const auto client = proxy_client(fixed(static_cast<char>(command), static_cast<char>(family), 12), kV4);
    ASSERT_TRUE(client.has_value());
    EXPECT_FALSE(client->has_value());
  }
}

TEST(ProxyHeader, too_short_for_its_family_is_malformed) {
  EXPECT_EQ(proxy_client(fixed(0x21, 0x11, 11), kV4.substr(0, 11)).error().code, Code::Malformed);
  EXPECT_EQ(proxy_client(fixed(0x21, 0x21, 12), kV4).error().code, Code::Malformed);
}

TEST(ProxyHeader, says_how_much_follows_up_to_the_bound) {
  const std::size_t most = limits::kProxyHeader - kProxyFixedPart;
  EXPECT_EQ(proxy_rest_size(fixed(0x21, 0x11, 0)).value(), 0U);
  EXPECT_EQ(proxy_rest_size(fixed(0x21, 0x11, most)).value(), most);
  EXPECT_EQ(proxy_rest_size(fixed(0x21, 0x11, most + 1)).error().code, Code::TooLarge);
}

TEST(ProxyHeader, of_another_version_command_or_protocol_is_malformed) {
  EXPECT_EQ(proxy_rest_size(fixed(0x22, 0x11, 12)).error().code, Code::Malformed);
  EXPECT_EQ(proxy_rest_size(fixed(0x11, 0x11, 12)).error().code, Code::Malformed);
  EXPECT_EQ(proxy_rest_size("PROXY TCP4 1.2.3").error().code, Code::Malformed);
  EXPECT_EQ(proxy_rest_size("").error().code, Code::Malformed);
}

}  // namespace
}  // namespace holdfast::gateway
