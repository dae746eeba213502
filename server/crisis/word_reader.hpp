// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crisis/normalise.hpp"

namespace holdfast::crisis {

/// Collects the letters of one word and writes how it is to be read. Lives for one turn.
class WordReader {
 public:
  WordReader(const Vocabulary& vocabulary, Reading& reading, std::uint8_t turn)
      : vocabulary_{vocabulary}, reading_{reading}, turn_{turn}, first_{reading.tokens.size()} {}

  [[nodiscard]] bool inside() const noexcept { return size_ != 0 || !long_.empty(); }
  /// One folded byte of a word; [begin, end) is the character's place in the original.
  void letter(char c, std::size_t begin, std::size_t end);
  void leet(char c, std::size_t begin, std::size_t end);
  /// The word is complete.
  void flush();
  /// A comma, stop, question or quote mark.
  void mark(char c, std::uint8_t role, std::size_t begin, std::size_t end);
  /// A sign that may stand between single letters of a spaced-out word ("k.i.l.l").
  void mark_between(char c, std::uint8_t role, std::size_t begin, std::size_t end);
  /// The end of a run of single letters: join them if they say words.
  void end_run();
  /// A word of the lexicon, whole (an emoji's name).
  void whole(std::string_view word, std::size_t begin, std::size_t end);

 private:
  static constexpr std::size_t kLongest =
      64;  // no disguise is taken off beyond it; the word is still read plainly
  struct Single {
    char letter;
    std::uint32_t begin;
    std::uint32_t end;
  };

  void emit(std::string_view word, std::uint32_t begin, std::uint32_t end);
  void emit_known(const Word& word, std::uint32_t begin, std::uint32_t end);
  void push(std::string_view word, std::uint8_t roles, std::uint32_t begin, std::uint32_t end,
            std::uint32_t index = Token::kNoWord);
  [[nodiscard]] bool emit_disguised(std::string_view word);
  [[nodiscard]] const Word* shortened(std::string_view word);
  [[nodiscard]] const Word* deleeted(std::string_view word);
  [[nodiscard]] const Word* known(std::string_view word);
  /// Writes `letters` as two or more known words; false if they do not divide so.
  template <class Place>
  [[nodiscard]] bool divide(std::string_view letters, std::size_t pieces_at_least, Place place);
  void note_single(std::string_view word, std::size_t tokens_before, std::size_t text_before);

  const Vocabulary& vocabulary_;
  Reading& reading_;
  std::uint8_t turn_;
  std::size_t first_;
  std::array<char, kLongest> word_{};
  std::size_t size_{0};
  std::string long_;  // a word longer than kLongest; rare
  std::uint32_t begin_{0};
  std::uint32_t end_{0};
  int run_{0};  // equal letters at the end of the word
  bool stretched_{false};
  bool leet_{false};
  bool apostrophe_{false};
  std::array<Single, 48> singles_{};
  std::size_t single_count_{0};
  std::size_t run_tokens_{0};
  std::size_t run_text_{0};
};

}  // namespace holdfast::crisis
