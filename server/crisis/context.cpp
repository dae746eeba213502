// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/context.hpp"

#include <algorithm>

namespace holdfast::crisis {
namespace {

constexpr std::uint32_t kReach = 7;  // words a negator reaches over, all of them bridges

enum Mark : std::uint8_t { kPast = 1, kFramed = 2, kReturned = 4, kOwn = 8 };

/// Spans of tokens that end at one of `enders` or where a turn opens.
void lay_spans(const Reading& reading, std::uint8_t enders, std::vector<Span>& out) {
  const auto count = static_cast<std::uint32_t>(reading.tokens.size());
  out.resize(count);
  std::uint32_t first = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const bool last =
        i + 1 == count || reading.tokens[i + 1].opens || (reading.tokens[i].roles & enders) != 0;
    if (!last) continue;
    std::fill(out.begin() + first, out.begin() + i + 1, Span{first, i + 1});
    first = i + 1;
  }
}

/// True if a negator stands before the hit with nothing but bridges between: "not (thinking about) killing
/// myself".
bool negated(const Reading& reading, const Hit& hit) {
  std::uint32_t at = hit.first;
  for (std::uint32_t steps = 0; steps < kReach && at > 0 && !reading.tokens[at].opens; ++steps) {
    const std::uint8_t roles = reading.tokens[--at].roles;
    if ((roles & kNegator) != 0) return true;
    if ((roles & kBridge) == 0) return false;
  }
  return false;
}

bool speaks_of_self(const Reading& reading, const Hit& hit) {
  for (std::uint32_t i = hit.first; i < hit.last; ++i)
    if ((reading.tokens[i].roles & kSelf) != 0) return true;
  return false;
}

bool placed(const Cue& cue, const Reading& reading, const Hit& hit) {
  const bool opens = reading.tokens[hit.first].opens;
  const bool after_stop =
      !opens && hit.first > 0 && (reading.tokens[hit.first - 1].roles & (kStop | kQuestion)) != 0;
  if (cue.starts && !opens && !after_stop) return false;
  if (!cue.whole) return true;
  std::uint32_t end = hit.last;
  while (end < reading.tokens.size() && !reading.tokens[end].opens &&
         (reading.tokens[end].roles & (kStop | kQuestion | kComma)) != 0)
    ++end;
  return opens && (end == reading.tokens.size() || reading.tokens[end].opens);
}

}  // namespace

void Layout::lay(const Reading& reading) {
  reading_ = &reading;
  lay_spans(reading, kComma | kStop | kQuestion | kTurn, clause_);
  lay_spans(reading, kStop | kQuestion, sentence_);
  lay_spans(reading, 0, turn_);
  lay_quotes(reading);
}

void Layout::lay_quotes(const Reading& reading) {
  quoted_.assign(reading.tokens.size(), 0);
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t open = kNone;
  for (std::size_t i = 0; i < reading.tokens.size(); ++i) {
    if (reading.tokens[i].opens) open = kNone;
    if ((reading.tokens[i].roles & kQuote) == 0) continue;
    if (open != kNone)
      std::fill(quoted_.begin() + static_cast<std::ptrdiff_t>(open),
                quoted_.begin() + static_cast<std::ptrdiff_t>(i), std::uint8_t{1});
    open = open == kNone ? i : kNone;
  }
}

bool Layout::one_turn(const Hit& hit) const {
  return hit.last <= turn_[hit.first].last;
}

bool Layout::asked(const Hit& hit) const {
  const std::uint32_t last = sentence_[hit.first].last;
  return last != 0 && (reading_->tokens[last - 1].roles & kQuestion) != 0;
}

Span Layout::around(const Hit& hit, Scope scope) const {
  const Span window{0, static_cast<std::uint32_t>(turn_.size())};
  if (scope == Scope::Window || !one_turn(hit)) return window;
  const std::vector<Span>& spans = scope == Scope::Clause     ? clause_
                                   : scope == Scope::Sentence ? sentence_
                                                              : turn_;
  return {spans[hit.first].first, std::max(spans[hit.first].last, spans[hit.last - 1].last)};
}

std::span<Hit> hits_of(std::span<Hit> hits, std::uint16_t cue, Span within) {
  const auto before = [cue](const Hit& hit, std::uint32_t place) {
    return hit.cue != cue ? hit.cue < cue : hit.first < place;
  };
  const auto from = std::lower_bound(hits.begin(), hits.end(), within.first, before);
  const auto to = std::lower_bound(from, hits.end(), within.last, before);
  return {from, to};
}

void Context::mark_scopes(const Lexicon& lexicon, std::span<const Hit> hits, const Layout& layout) {
  for (const Hit& hit : hits) {
    std::uint8_t mark = 0;
    Scope scope = Scope::Turn;
    switch (lexicon.cues[hit.cue].role) {
      case CueRole::Past: mark = kPast, scope = Scope::Sentence; break;
      case CueRole::Resolved: mark = kPast; break;
      case CueRole::Return: mark = kReturned; break;
      case CueRole::Frame: mark = kFramed, scope = Scope::Sentence; break;
      case CueRole::Own: mark = kOwn; break;
      case CueRole::Signal:
      case CueRole::Veto:
      case CueRole::Question:
      case CueRole::Answer: continue;
    }
    const Span span = layout.around(hit, scope);
    if ((marks_[span.first] & mark) != 0 && (marks_[span.last - 1] & mark) != 0)
      continue;  // keeps repeats linear
    for (std::uint32_t i = span.first; i < span.last; ++i)
      marks_[i] = static_cast<std::uint8_t>(marks_[i] | mark);
  }
}

void Context::mark_vetoes(const Lexicon& lexicon, const Reading& reading, std::span<const Hit> hits,
                          const Layout& layout) {
  for (const Hit& hit : hits) {
    const Cue& cue = lexicon.cues[hit.cue];
    if (cue.role != CueRole::Veto || (cue.negatable && negated(reading, hit))) continue;
    std::vector<std::uint32_t>& counts = layout.one_turn(hit) ? vetoes_ : across_;
    ++counts[hit.first];
    --counts[hit.last];
  }
  for (std::vector<std::uint32_t>* counts : {&vetoes_, &across_}) {
    std::uint32_t open = 0;
    std::uint32_t covered = 0;
    for (std::uint32_t& count : *counts) {
      open += count;
      count = covered;
      covered += open != 0 ? 1 : 0;
    }
  }
}

bool Context::vetoed(const Hit& hit, bool one_turn) const {
  // An idiom explains what begins or ends in it, or is mostly it; a small one inside a longer signal ("if I
  // hang up he will do it") explains nothing.
  const auto explains = [&hit](const std::vector<std::uint32_t>& covered) {
    return covered[hit.first + 1] != covered[hit.first] || covered[hit.last] != covered[hit.last - 1] ||
           (covered[hit.last] - covered[hit.first]) * 2 >= hit.last - hit.first;
  };
  return explains(vetoes_) || (!one_turn && explains(across_));
}

void Context::weigh(const Lexicon& lexicon, const Reading& reading, std::span<Hit> hits, Voice voice,
                    Layout& layout) {
  layout.lay(reading);
  marks_.assign(reading.tokens.size(), 0);
  vetoes_.assign(reading.tokens.size() + 1, 0);
  across_.assign(reading.tokens.size() + 1, 0);
  mark_scopes(lexicon, hits, layout);
  mark_vetoes(lexicon, reading, hits, layout);
  for (Hit& hit : hits) {
    const Cue& cue = lexicon.cues[hit.cue];
    hit.stands = placed(cue, reading, hit);
    if (!hit.stands || cue.role != CueRole::Signal) continue;
    const std::uint8_t marks = marks_[hit.first];
    const bool settled = cue.yields && (marks & kPast) != 0 && (marks & kReturned) == 0;
    const bool told = ((marks & kFramed) != 0 || layout.quoted(hit)) && (marks & kOwn) == 0;
    hit.stands =
        !settled && !told && !vetoed(hit, layout.one_turn(hit)) && !(cue.negatable && negated(reading, hit));
    if (voice == Voice::Supporter)
      hit.stands = hit.stands && speaks_of_self(reading, hit) && !layout.asked(hit);
  }
}

}  // namespace holdfast::crisis
