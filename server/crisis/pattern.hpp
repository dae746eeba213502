// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {

struct Reading;

/// A part of a pattern. Children are in Grammar::children, [first, first + count).
struct Part {
  enum class Type : std::uint8_t { Word, Open, Any, Gap, WideGap, Mark, End, Sequence, Choice, Maybe };
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

  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(parts_.size()); }
  [[nodiscard]] const Part& part(std::uint32_t index) const noexcept { return parts_[index]; }
  [[nodiscard]] std::uint32_t child(const Part& part, std::uint32_t n) const noexcept {
    return children_[part.first + n];
  }
  /// An Open part as it is written: `stem*` or with `#`.
  [[nodiscard]] std::string_view open(const Part& part) const noexcept { return open_[part.word]; }

  /// The first token of the longest match of `trees`, one behind the other, that ends before token `end`;
  /// nothing if there is none.
  [[nodiscard]] std::optional<std::uint32_t> begin_of(std::span<const std::uint32_t> trees,
                                                      const Reading& reading, std::uint32_t end) const;
  /// One past the last token of the longest match of `trees` that begins at token `begin`.
  [[nodiscard]] std::optional<std::uint32_t> end_of(std::span<const std::uint32_t> trees,
                                                    const Reading& reading, std::uint32_t begin) const;

 private:
  friend class PatternParser;
  struct Walk;
  [[nodiscard]] std::uint64_t walk(std::uint32_t root, const Walk& way, std::uint64_t places) const;
  [[nodiscard]] std::uint64_t step(const Part& part, const Walk& way, std::uint64_t places) const;
  [[nodiscard]] static std::uint64_t ends(const Walk& way, std::uint64_t places);
  [[nodiscard]] bool may_be_nothing(std::uint32_t root) const;
  [[nodiscard]] std::uint32_t push(Part part);
  [[nodiscard]] std::uint32_t push(Part::Type type, const std::vector<std::uint32_t>& children);

  std::vector<Part> parts_;
  std::vector<std::uint32_t> children_;
  std::vector<std::string> open_;
  std::map<std::string, std::uint32_t, std::less<>> classes_;
};

}  // namespace holdfast::crisis
