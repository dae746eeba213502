// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/respell.hpp"

#include <string>

namespace holdfast::crisis {
namespace {

constexpr std::size_t kSwapFrom = 4;  // shorter words swap into other words ("die", "hurt" stays)
constexpr std::size_t kMissingFrom = 6;
constexpr std::size_t kVowelFrom = 6;

void slip(const std::string& spelt, std::string_view word, Vocabulary& vocabulary) {
  if (spelt == word || vocabulary.find(spelt) != nullptr) return;
  (void)vocabulary.rewrite(spelt, word);
  vocabulary.add(spelt).known = false;
}

}  // namespace

void add_misspellings(std::string_view word, Vocabulary& vocabulary) {
  const std::string right{word};
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (i + 1 < right.size() && right.size() >= kSwapFrom) {
      std::string spelt = right;
      std::swap(spelt[i], spelt[i + 1]);
      slip(spelt, word, vocabulary);
    }
    if (i > 0 && right.size() >= kMissingFrom)
      slip(right.substr(0, i) + right.substr(i + 1), word, vocabulary);
    if (right.size() >= kSwapFrom) slip(right.substr(0, i) + right[i] + right.substr(i), word, vocabulary);
    if (right.size() < kVowelFrom || std::string_view{"aeiou"}.find(right[i]) == std::string_view::npos)
      continue;
    for (const char vowel : {'a', 'e', 'i', 'o', 'u', 'y'}) {
      std::string spelt = right;
      spelt[i] = vowel;
      slip(spelt, word, vocabulary);
    }
  }
}

}  // namespace holdfast::crisis
