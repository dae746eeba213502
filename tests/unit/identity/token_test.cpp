// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "identity/identity.hpp"

namespace holdfast::identity {
namespace {

bool base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

TEST(Token, is_43_characters_that_fit_an_address_and_is_known_again_by_its_hash) {
  const FreshToken fresh = fresh_token();
  const std::string& text = fresh.token.reveal();
  EXPECT_EQ(text.size(), 43U);
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), base64url));
  EXPECT_EQ(fresh.hash.size(), 32U);
  EXPECT_EQ(token_hash(fresh.token), fresh.hash);
}

TEST(Token, is_never_given_twice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(fresh_token().hash).second);
}

// SHA-256 of 32 zero bytes, from an independent implementation (coreutils sha256sum).
TEST(Token, hash_is_sha256_of_the_256_bits) {
  const std::string zeros(43, 'A');
  const std::string want = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";
  const std::optional<std::string> hash = token_hash(Secret{zeros});
  ASSERT_TRUE(hash);
  std::string hex;
  for (const char c : *hash) {
    const auto byte = static_cast<unsigned char>(c);
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  EXPECT_EQ(hex, want);
}

TEST(Token, text_that_cannot_be_a_token_has_no_hash) {
  const std::string good = fresh_token().token.reveal();
  std::vector<std::string> bad{
      "", "x", good.substr(1), good + 'A', std::string(43, ' '), std::string(43, '\0')};
  bad.push_back(good.substr(0, 42) + '=');
  bad.push_back('+' + good.substr(1));
  bad.push_back('/' + good.substr(1));
  bad.push_back(std::string(42, 'A') + 'B');  // bits beyond the 256th: the same token in another spelling
  bad.push_back(std::string(100'000, 'A'));
  for (const std::string& text : bad) EXPECT_EQ(token_hash(Secret{text}), std::nullopt) << text.substr(0, 50);
}

}  // namespace
}  // namespace holdfast::identity
