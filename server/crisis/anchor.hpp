// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/pattern.hpp"
#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {

/// Words that stand in every match of one reading of a pattern, and what must stand around them.
struct Anchor {
  std::vector<std::string> literals;  // as in Reading::text, a space in front; any one of them
  bool open{false};                   // the last word may go on ("drink" of "drink*")
  std::vector<std::uint32_t> before;  // trees, in order, that end where the literal begins …
  std::vector<std::uint32_t> after;   // … and that begin where it ends
};

/// Chooses for each pattern the words that ordinary text says least often, so that one scan for plain
/// literals finds every place worth a closer look.
class AnchorChooser {
 public:
  /// Reads how often each word stands in the patterns: the best measure of how common it is that the lexicon
  /// itself holds.
  AnchorChooser(const Grammar& grammar, const Vocabulary& vocabulary);

  /// Anchors that together cover every match of the tree. Empty with a reason in `why` if some match has no
  /// fixed word.
  [[nodiscard]] std::vector<Anchor> choose(std::uint32_t root, std::string& why) const;

 private:
  struct Literal {
    std::string text;  // words, each followed by a space
    double cost{1.0};  // 1 for nothing, then a guess at how often it is said
    bool open{false};
  };
  using Trees = std::vector<std::uint32_t>;
  struct Run {
    std::size_t from{0};
    std::size_t to{0};
    double cost{0.0};
    std::vector<Literal> literals;
  };

  void flatten(std::uint32_t root, Trees& out) const;
  /// All the texts a tree may be; false if they are too many or not fixed.
  [[nodiscard]] bool expand(std::uint32_t root, std::vector<Literal>& out) const;
  [[nodiscard]] static bool join(const std::vector<Literal>& left, const std::vector<Literal>& right,
                                 std::vector<Literal>& out);
  [[nodiscard]] bool best_run(const Trees& trees, Run& best) const;
  [[nodiscard]] bool cover(const Trees& trees, int depth, std::vector<Anchor>& out) const;
  [[nodiscard]] double cost_of(std::string_view word, double count) const;

  const Grammar& grammar_;
  const Vocabulary& vocabulary_;
  std::vector<double> counts_;  // a word's places in the patterns
};

}  // namespace holdfast::crisis
