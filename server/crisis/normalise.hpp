// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {

/// One word or mark of the reading, and where it stands in the original text.
struct Token {
  std::uint32_t at{0};     // offset in Reading::text
  std::uint32_t begin{0};  // bytes of the original turn, [begin, end), always between code points
  std::uint32_t end{0};
  std::uint8_t turn{0};
  std::uint8_t roles{kPlain};
  bool opens{false};            // first word of a turn
  std::uint32_t word{kNoWord};  // index in the vocabulary

  static constexpr std::uint32_t kNoWord = static_cast<std::uint32_t>(-1);
};

/// Text as the cues see it: lower-case words and the marks `. , ? "`, each followed by one space, one space
/// in front.
struct Reading {
  std::string text;
  std::vector<Token> tokens;
  std::uint64_t work{0};  // steps taken, for the test that they grow linearly

  void clear();
};

/// Reads turns into one Reading. Views are taken word by word, the plain one first, and a disguise is taken
/// off only if that gives a word the lexicon knows (so the raw word vetoes: "diet", "s p a", "g00d"):
///   folded: case, width, diacritics, look-alikes, invisible characters, apostrophes, emoji that have a word;
///   shortened: stretched letters; de-leeted: digits and signs as letters; de-spaced: runs of single letters
///   joined, and a long word made of several taken apart.
/// ASCII makes no ICU call. Cost: linear in the text. Memory: the reading's own buffers, kept between calls.
class Normaliser {
 public:
  explicit Normaliser(const Vocabulary& vocabulary) : vocabulary_{&vocabulary} {}

  /// Adds one turn to `reading`. Any bytes are accepted; what is not UTF-8 separates words.
  void read(std::string_view text, std::uint8_t turn, Reading& reading) const;

 private:
  const Vocabulary* vocabulary_;
};

}  // namespace holdfast::crisis
