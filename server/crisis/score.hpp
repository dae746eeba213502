// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "crisis/detector.hpp"

namespace holdfast::crisis {

/// `hit` of `of`, and how sure that is.
struct Share {
  std::size_t hit{0};
  std::size_t of{0};

  void count(bool yes) noexcept {
    hit += yes ? 1 : 0;
    ++of;
  }
  [[nodiscard]] double part() const noexcept;  // 1 if there is nothing to find
  /// Bounds of the part, 95 %. Source: Wilson 1927.
  [[nodiscard]] std::pair<double, double> interval() const noexcept;
};

/// How a detector does on labelled snippets. A snippet is right if a grave one is at high or above, a watch
/// at watch or above, a none at none: what people must see is seen, and nobody is called for nothing.
struct Scores {
  Share found_high;       // labelled high or imminent, judged so
  Share imminent_high;    // labelled imminent, judged high or imminent …
  Share imminent_exact;   // … and judged imminent
  Share any_risk;         // labelled watch or more, judged so
  Share none_below_high;  // labelled none, judged none or watch …
  Share none_kept;        // … and judged none
  std::array<Share, 4> levels;
  std::array<Share, domain::kKindCount> kinds;
  std::map<std::string, std::pair<Share, Share>> languages;        // found_high, none_below_high
  std::map<std::pair<std::string, std::string>, Share> functions;  // language and function

  void add(const domain::Verdict& verdict, domain::Level level, domain::Kinds kinds,
           const std::string& language, const std::string& function);
};

/// Takes {"id","lang","function","level","kind":[…],"turns":[…]} lines. Errors: Invalid; `why` names the
/// line, never its words.
[[nodiscard]] Result<Scores> score_jsonl(std::istream& in, const Detector& detector, std::string& why);

/// The scores as a table for people.
void print_scores(const Scores& scores, std::ostream& out);

}  // namespace holdfast::crisis
