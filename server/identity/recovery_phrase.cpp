// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "identity/identity.hpp"
#include "identity/words.hpp"

namespace holdfast::identity {
namespace {

constexpr std::size_t kWords = 7776;  // 6^5: one word is 12.9 bits, six are 77.5
constexpr std::size_t kInPhrase = 6;
constexpr std::size_t kTypedMost =
    256;  // six of the longest words are 60 bytes; the rest is room for stray spaces

std::vector<std::string_view> split_words() {
  std::vector<std::string_view> words;
  words.reserve(kWords);
  for (std::string_view rest = word_list(); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    words.push_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  std::sort(words.begin(), words.end());
  if (words.size() != kWords) throw std::logic_error{"the word list is not the EFF long list"};
  return words;
}

const std::vector<std::string_view>& words() {
  static const std::vector<std::string_view> sorted = split_words();
  return sorted;
}

/// Each word equally likely: draws beyond the last whole multiple of 7,776 are thrown away.
std::size_t random_word() {
  constexpr std::uint32_t kFair = 65536 / kWords * kWords;
  for (;;) {
    std::array<std::byte, 2> drawn{};
    fill_random(drawn);
    const std::uint32_t value =
        std::to_integer<std::uint32_t>(drawn[0]) << 8U | std::to_integer<std::uint32_t>(drawn[1]);
    if (value < kFair) return value % kWords;
  }
}

/// What a phone's keyboard puts between words.
bool between_words(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == ',' || c == '.' || c == ';';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool known(std::string_view word) {
  return std::binary_search(words().begin(), words().end(), word);
}

}  // namespace

Secret fresh_recovery_phrase() {
  std::string phrase;
  for (std::size_t i = 0; i < kInPhrase; ++i) {
    if (i != 0) phrase += ' ';
    phrase += words()[random_word()];
  }
  return Secret{std::move(phrase)};
}

std::optional<Secret> canonical_phrase(const Secret& typed) {
  if (typed.size() > kTypedMost) return std::nullopt;
  std::string phrase;
  std::string word;
  std::size_t count = 0;
  const auto finish_word = [&] {
    if (word.empty()) return true;
    if (++count > kInPhrase || !known(word)) return false;
    phrase.append(phrase.empty() ? "" : " ").append(word);
    word.clear();
    return true;
  };
  for (const char c : typed.reveal()) {
    if (!between_words(c))
      word += lower(c);
    else if (!finish_word())
      return std::nullopt;
  }
  if (!finish_word() || count != kInPhrase) return std::nullopt;
  return Secret{std::move(phrase)};
}

}  // namespace holdfast::identity
