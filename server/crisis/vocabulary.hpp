// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::crisis {

/// What a word means to the rules about its neighbours; bits.
enum Role : std::uint8_t {
  kPlain = 0,
  kNegator = 1,    // "not", "never", "no"
  kBridge = 2,     // a negator reaches across it: "not (going to) …"
  kComma = 4,      // ends a clause
  kStop = 8,       // ends a sentence
  kQuestion = 16,  // ends a sentence that asks
  kQuote = 32,
  kTurn = 64,   // "but": ends a negator's reach, not the sentence
  kSelf = 128,  // "i", "me", "yo"
};

/// One word of the lexicon: how it is read (itself, or what it stands for) and its role.
struct Word {
  std::uint32_t at{0};
  std::uint16_t size{0};
  std::uint8_t roles{kPlain};
  bool known{false};               // part of a cue: a disguised word may be read as it
  std::uint16_t readings{0};       // words it is rewritten to; 0 = itself
  std::uint32_t first_reading{0};  // index into readings
};

/// Every word the lexicon names, in one open-addressed table. Built once, then read by all threads.
class Vocabulary {
 public:
  Vocabulary();

  /// The word's entry, made if it is new.
  Word& add(std::string_view word);
  /// `word` is read as `words` (space separated) from now on. False: it is already read as something else.
  bool rewrite(std::string_view word, std::string_view words);

  /// Null if the lexicon does not name it. Cost: one hash of the word, about one cache line.
  [[nodiscard]] const Word* find(std::string_view word) const noexcept;
  [[nodiscard]] std::string_view text(const Word& word) const noexcept {
    return {pool_.data() + word.at, word.size};
  }
  /// The n-th word that `word` is rewritten to.
  [[nodiscard]] const Word& reading(const Word& word, std::size_t n) const noexcept {
    return words_[readings_[word.first_reading + n]];
  }
  [[nodiscard]] std::uint32_t index(const Word& word) const noexcept {
    return static_cast<std::uint32_t>(&word - words_.data());
  }
  [[nodiscard]] const Word& at(std::uint32_t index) const noexcept { return words_[index]; }
  [[nodiscard]] std::size_t longest() const noexcept { return longest_; }

 private:
  [[nodiscard]] std::size_t slot(std::string_view word) const noexcept;
  void grow();

  std::string pool_;
  std::vector<Word> words_;
  std::vector<std::uint32_t> readings_;
  std::vector<std::uint32_t> table_;  // index + 1, 0 = empty; a power of two long
  std::size_t longest_{0};
};

}  // namespace holdfast::crisis
