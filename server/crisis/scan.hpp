// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crisis/anchor.hpp"
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

/// The anchors of all cue patterns in one Vectorscan database of plain literals: one pass finds every place a
/// cue can be, and the trees around each are walked there. Whole patterns as regular expressions took 2 s to
/// compile and 20 times as long to scan.
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
  struct Use {
    std::uint32_t anchor;
    std::uint16_t cue;
  };
  struct Place {  // a literal's uses: uses_[first, first + count)
    std::uint32_t first;
    std::uint32_t count;
    std::uint32_t size;  // of the literal
  };
  struct Found;

  Scanner() = default;
  void index(std::map<std::string, std::vector<Use>>& literals);
  static int note(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void* context);

  std::vector<Anchor> anchors_;
  std::vector<Use> uses_;
  std::vector<Place> places_;
  hs_database* database_{nullptr};
  std::uint64_t serial_{0};  // tells a thread's scratch that it belongs to another database
};

}  // namespace holdfast::crisis
