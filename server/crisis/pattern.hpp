// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {

struct Reading;

/// A part of a pattern. Children are in Grammar::children, [first, first + count).
struct Part {
  enum class Type : std::uint8_t { Word, Open, Any, Gap, WideGap, Mark, Sequence, Choice, Maybe };
  Type type{Type::Sequence};
  char mark{0};
  std::uint32_t word{0};  // Word: its index in the vocabulary; Open: its index in Grammar::open
  std::uint32_t first{0};
  std::uint32_t count{0};
};

/// The patterns of a lexicon as trees; a class is one tree that many patterns share.
class Grammar {
 public:
  /// Reads one pattern (lexicon.schema.md) and teaches its words to the vocabulary. Words are read as the
  /// vocabulary rewrites them, so that "i'm gonna" may be written as spoken. Gives the tree's root; says why
  /// if it is wrong.
  [[nodiscard]] std::uint32_t add(std::string_view pattern, Vocabulary& vocabulary, std::string& why);
  /// `name` stands for any of these trees in the patterns added from now on. False: it is taken.
  [[nodiscard]] bool name_class(std::string_view name, std::vector<std::uint32_t> roots);

  /// A regex over Reading::text that ends wherever the tree may: gaps are left open, so that the engine
  /// compiles fast and stays small. first_token() then says whether the tree is really there.
  [[nodiscard]] std::string regex(std::uint32_t root, const Vocabulary& vocabulary) const;
  /// The first token of the longest match of the tree that ends before token `end`; `end` if there is none.
  [[nodiscard]] std::uint32_t first_token(std::uint32_t root, const Reading& reading,
                                          std::uint32_t end) const;

 private:
  friend class PatternParser;
  [[nodiscard]] std::uint64_t back(std::uint32_t part, const Reading& reading, std::uint32_t end,
                                   std::uint64_t ends) const;
  [[nodiscard]] std::uint64_t step(const Part& part, const Reading& reading, std::uint32_t end,
                                   std::uint64_t ends) const;
  [[nodiscard]] std::uint32_t push(Part part);
  [[nodiscard]] std::uint32_t push(Part::Type type, const std::vector<std::uint32_t>& children);

  std::vector<Part> parts_;
  std::vector<std::uint32_t> children_;
  std::vector<std::string> open_;
  std::map<std::string, std::uint32_t, std::less<>> classes_;
};

}  // namespace holdfast::crisis
