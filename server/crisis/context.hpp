// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crisis/lexicon.hpp"
#include "crisis/normalise.hpp"
#include "crisis/scan.hpp"

namespace holdfast::crisis {

/// Tokens [first, last).
struct Span {
  std::uint32_t first{0};
  std::uint32_t last{0};
};

/// Where clauses, sentences, turns and quotations lie in a reading. Buffers are kept between calls.
class Layout {
 public:
  void lay(const Reading& reading);
  /// The scope around a hit; one that reaches over turns has the window.
  [[nodiscard]] Span around(const Hit& hit, Scope scope) const;
  [[nodiscard]] bool quoted(const Hit& hit) const { return quoted_[hit.first] != 0; }
  [[nodiscard]] bool asked(const Hit& hit) const;
  [[nodiscard]] bool one_turn(const Hit& hit) const;

 private:
  void lay_quotes(const Reading& reading);

  std::vector<Span> clause_;
  std::vector<Span> sentence_;
  std::vector<Span> turn_;
  std::vector<std::uint8_t> quoted_;
  const Reading* reading_{nullptr};
};

/// The hits of `cue` whose first token lies in `within`. `hits` as Scanner gives them.
[[nodiscard]] std::span<Hit> hits_of(std::span<Hit> hits, std::uint16_t cue, Span within);

enum class Voice : std::uint8_t { Seeker, Supporter };

/// Decides which signals stand: not vetoed, negated, quoted, told as fiction or as a settled past. A
/// supporter's stand only if they speak of themselves and do not ask (R19). Cost: linear in tokens plus hits
/// · log hits.
class Context {
 public:
  void weigh(const Lexicon& lexicon, const Reading& reading, std::span<Hit> hits, Voice voice,
             Layout& layout);

 private:
  void mark_scopes(const Lexicon& lexicon, std::span<const Hit> hits, const Layout& layout);
  void mark_vetoes(const Lexicon& lexicon, const Reading& reading, std::span<const Hit> hits,
                   const Layout& layout);
  [[nodiscard]] bool vetoed(const Hit& hit, bool one_turn) const;

  std::vector<std::uint8_t> marks_;    // a token's: past, framed, returned, own
  std::vector<std::uint32_t> vetoes_;  // running count of tokens under a veto inside one turn …
  std::vector<std::uint32_t> across_;  // … and under one that reaches over turns
};

}  // namespace holdfast::crisis
