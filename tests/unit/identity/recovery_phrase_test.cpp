// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "identity/identity.hpp"
#include "identity/words.hpp"

namespace holdfast::identity {
namespace {

std::string canonical(const std::string& typed) {
  const std::optional<Secret> phrase = canonical_phrase(Secret{typed});
  return phrase ? phrase->reveal() : "-";
}

TEST(RecoveryPhrase, fresh_one_is_six_known_words_and_its_own_canonical_form) {
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    const std::string phrase = fresh_recovery_phrase().reveal();
    EXPECT_EQ(std::count(phrase.begin(), phrase.end(), ' '), 5) << phrase;
    EXPECT_EQ(canonical(phrase), phrase);
    EXPECT_TRUE(seen.insert(phrase).second);
  }
}

// 12,000 words drawn from 7,776: with equal chances about 6,114 different ones (7,776 (1 - e^-1.543)),
// deviation < 40.
TEST(RecoveryPhrase, draws_from_the_whole_list) {
  std::set<std::string> words;
  for (int i = 0; i < 2000; ++i) {
    std::string phrase = fresh_recovery_phrase().reveal() + " ";
    for (std::size_t end = phrase.find(' '); end != std::string::npos; end = phrase.find(' ')) {
      words.insert(phrase.substr(0, end));
      phrase.erase(0, end + 1);
    }
  }
  EXPECT_GT(words.size(), 5'800U);
  EXPECT_LT(words.size(), 6'400U);
}

TEST(RecoveryPhrase, list_has_7776_words_without_capital_or_space) {
  const std::string_view list = word_list();
  EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 7776);
  EXPECT_TRUE(std::all_of(list.begin(), list.end(),
                          [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '\n'; }));
}

TEST(RecoveryPhrase, is_forgiving_about_how_a_phone_types) {
  const std::string want = "abacus abdomen zoom t-shirt yo-yo zone";
  EXPECT_EQ(canonical("abacus abdomen zoom t-shirt yo-yo zone"), want);
  EXPECT_EQ(canonical("  Abacus  ABDOMEN\tzoom\nt-shirt yo-yo zone. "), want);
  EXPECT_EQ(canonical("abacus, abdomen, zoom, T-Shirt, yo-yo, zone"), want);
}

TEST(RecoveryPhrase, what_cannot_be_one_is_nothing) {
  EXPECT_EQ(canonical(""), "-");
  EXPECT_EQ(canonical("   "), "-");
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone"), "-") << "five words";
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone zone zone"), "-") << "seven words";
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone holdfastly"), "-") << "an unknown word";
  EXPECT_EQ(canonical("abacusabdomen zoom zone zone zone zone"), "-");
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone zon\xC3\xA9"), "-");
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone zone" + std::string(222, ' ')),
            "abacus abdomen zoom zone zone zone")
      << "256 bytes";
  EXPECT_EQ(canonical("abacus abdomen zoom zone zone zone" + std::string(223, ' ')), "-") << "257 bytes";
}

}  // namespace
}  // namespace holdfast::identity
