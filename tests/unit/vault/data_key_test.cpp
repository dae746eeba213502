// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "vault/aead.hpp"
#include "vault/vault.hpp"

namespace holdfast::vault {
namespace {

const std::string kText = "nobody but us two reads this";

Binding binding() {
  return {ConversationId{7}, PersonId{8}, ClientMessageId{{1, 2, 3}}};
}

TEST(DataKey, opens_what_it_sealed_under_the_same_binding) {
  const DataKey key{std::string(32, 'k')};
  for (const std::string& plain : {std::string{}, std::string{"x"}, kText, std::string(8192, '\0')}) {
    const auto sealed = key.seal(binding(), plain);
    const auto opened = key.open(binding(), sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, plain);
    EXPECT_EQ(sealed.size(), 1 + kNonceBytes + plain.size() + kTagBytes);
  }
}

TEST(DataKey, any_changed_bit_is_noticed) {
  const DataKey key{std::string(32, 'k')};
  const auto sealed = key.seal(binding(), kText);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(key.open(binding(), changed)) << at;
  }
}

TEST(DataKey, every_cut_is_noticed) {
  const DataKey key{std::string(32, 'k')};
  const auto sealed = key.seal(binding(), kText);
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(key.open(binding(), std::string_view{sealed}.substr(0, length))) << length;
  }
  EXPECT_FALSE(key.open(binding(), sealed + "x"));
}

TEST(DataKey, a_body_cannot_be_moved_to_another_place_author_or_id) {
  const DataKey key{std::string(32, 'k')};
  const auto sealed = key.seal(binding(), kText);
  Binding moved = binding();
  moved.conversation = ConversationId{9};
  EXPECT_FALSE(key.open(moved, sealed));
  moved = binding();
  moved.author = PersonId{9};
  EXPECT_FALSE(key.open(moved, sealed));
  moved = binding();
  moved.client_id.bytes[15] = 1;
  EXPECT_FALSE(key.open(moved, sealed));
}

TEST(DataKey, another_key_opens_nothing) {
  const DataKey key{std::string(32, 'k')};
  const DataKey other{std::string(32, 'o')};
  EXPECT_FALSE(other.open(binding(), key.seal(binding(), kText)));
}

TEST(DataKey, the_same_text_is_sealed_differently_every_time) {
  const DataKey key{std::string(32, 'k')};
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(key.seal(binding(), kText));
  EXPECT_EQ(seen.size(), 100U);
}

TEST(DataKey, digest_tells_bodies_apart_only_with_the_key) {
  const DataKey key{std::string(32, 'k')};
  const DataKey other{std::string(32, 'o')};
  EXPECT_EQ(key.digest(kText).size(), 32U);
  EXPECT_EQ(key.digest(kText), key.digest(kText));
  EXPECT_NE(key.digest(kText), key.digest(kText + " "));
  EXPECT_NE(key.digest(kText), other.digest(kText));
}

TEST(DataKey, refuses_a_key_of_another_length) {
  EXPECT_THROW(DataKey{std::string(31, 'k')}, std::invalid_argument);
  EXPECT_THROW(DataKey{std::string(33, 'k')}, std::invalid_argument);
}

// RFC 5869 names HKDF; RFC 4231 case 2 and FIPS 180-4 give the vectors of what the digests rest on.
std::string hex(const std::string& bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    out.push_back(kHex[(static_cast<unsigned char>(byte) >> 4U) & 15U]);
    out.push_back(kHex[static_cast<unsigned char>(byte) & 15U]);
  }
  return out;
}

TEST(Primitives, match_published_vectors) {
  EXPECT_EQ(hex(mac("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace holdfast::vault
