// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Where a match begins. Vectorscan reports ends; its own start-of-match tracking refuses patterns of this
// size, so a match's tree is walked backwards over the tokens before its end. A bit set holds every place the
// walk may be at: bit n is n tokens before the end. A pattern spans at most 63 tokens.
#include <bit>

#include "crisis/normalise.hpp"
#include "crisis/pattern.hpp"

namespace holdfast::crisis {
namespace {

bool open_matches(std::string_view open, std::string_view word) {
  std::size_t i = 0;
  for (; i < open.size() && open[i] != '*'; ++i) {
    if (i >= word.size()) return false;
    if (open[i] == '#' ? word[i] < '0' || word[i] > '9' : open[i] != word[i]) return false;
  }
  return i < open.size() || word.size() == i;
}

std::string_view word_at(const Reading& reading, std::uint32_t token) {
  const std::size_t from = reading.tokens[token].at;
  const std::size_t to =
      token + 1 < reading.tokens.size() ? reading.tokens[token + 1].at : reading.text.size();
  return std::string_view{reading.text}.substr(from, to - from - 1);
}

}  // namespace

std::uint64_t Grammar::step(const Part& part, const Reading& reading, std::uint32_t end,
                            std::uint64_t ends) const {
  constexpr std::uint8_t kMarks = kComma | kStop | kQuestion | kQuote;
  std::uint64_t out = 0;
  for (std::uint64_t left = ends & ~(1ULL << 63U); left != 0; left &= left - 1) {
    const auto place = static_cast<std::uint32_t>(std::countr_zero(left));
    if (place >= end) break;
    const Token& token = reading.tokens[end - 1 - place];
    const std::uint8_t marks = token.roles & kMarks;
    bool same = false;
    switch (part.type) {
      case Part::Type::Word: same = token.word == part.word; break;
      case Part::Type::Open: same = open_matches(open_[part.word], word_at(reading, end - 1 - place)); break;
      case Part::Type::Mark: same = marks != 0 && reading.text[token.at] == part.mark; break;
      case Part::Type::WideGap: same = (marks & ~kComma) == 0; break;
      case Part::Type::Any:
      case Part::Type::Gap: same = marks == 0; break;
      case Part::Type::Sequence:
      case Part::Type::Choice:
      case Part::Type::Maybe: break;
    }
    if (same) out |= 1ULL << (place + 1);
  }
  return out;
}

std::uint64_t Grammar::back(std::uint32_t root, const Reading& reading, std::uint32_t end,
                            std::uint64_t ends) const {
  if (ends == 0) return 0;
  const Part& part = parts_[root];
  std::uint64_t out = 0;
  switch (part.type) {
    case Part::Type::Sequence:
      for (std::uint32_t i = part.count; i-- > 0;) ends = back(children_[part.first + i], reading, end, ends);
      return ends;
    case Part::Type::Choice:
      for (std::uint32_t i = 0; i < part.count; ++i)
        out |= back(children_[part.first + i], reading, end, ends);
      return out;
    case Part::Type::Maybe: return ends | back(children_[part.first], reading, end, ends);
    case Part::Type::Gap:
    case Part::Type::WideGap:
      out = ends;
      for (int n = part.type == Part::Type::Gap ? 2 : 5; n > 0 && ends != 0; --n)
        out |= ends = step(part, reading, end, ends);
      return out;
    case Part::Type::Word:
    case Part::Type::Open:
    case Part::Type::Any:
    case Part::Type::Mark: return step(part, reading, end, ends);
  }
  return 0;
}

std::uint32_t Grammar::first_token(std::uint32_t root, const Reading& reading, std::uint32_t end) const {
  const std::uint64_t starts = back(root, reading, end, 1);
  return starts == 0 ? end : end - static_cast<std::uint32_t>(63 - std::countl_zero(starts));
}

}  // namespace holdfast::crisis
