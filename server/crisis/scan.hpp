// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "crisis/lexicon.hpp"
#include "crisis/normalise.hpp"

struct hs_database;

namespace holdfast::crisis {

/// A cue found in a reading: tokens [first, last).
struct Hit {
  std::uint16_t cue{0};
  bool stands{true};  // no context took it away
  std::uint32_t first{0};
  std::uint32_t last{0};
};

/// All cue patterns of a lexicon in one Vectorscan database: one pass finds the end of every hit.
class Scanner {
 public:
  /// Null with `why` = "line N: reason" if a pattern is beyond what the engine takes.
  [[nodiscard]] static std::unique_ptr<const Scanner> compile(const Lexicon& lexicon, std::string& why);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  /// `lexicon` is the one this was compiled from. Replaces `hits` by those in `reading`, ordered by cue, then
  /// place; overlapping ones of one cue are one.
  void find(const Lexicon& lexicon, const Reading& reading, std::vector<Hit>& hits) const;

 private:
  Scanner() = default;
  hs_database* database_{nullptr};
  std::uint64_t serial_{0};  // tells a thread's scratch that it belongs to another database
};

}  // namespace holdfast::crisis
