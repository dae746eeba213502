// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// How far a match reaches from its anchor. A tree is walked over the tokens, backwards or forwards; a bit set
// holds every place the walk may be at: bit n is n tokens on. A walk spans at most 63 tokens.
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

/// From a place between two tokens, one way.
struct Grammar::Walk {
  const Reading& reading;
  std::uint32_t from;
  bool forwards;
};

std::uint64_t Grammar::step(const Part& part, const Walk& way, std::uint64_t places) const {
  constexpr std::uint8_t kMarks = kComma | kStop | kQuestion | kQuote;
  const Reading& reading = way.reading;
  const auto most = way.forwards ? static_cast<std::uint32_t>(reading.tokens.size()) - way.from : way.from;
  std::uint64_t out = 0;
  for (std::uint64_t left = places & ~(1ULL << 63U); left != 0; left &= left - 1) {
    const auto place = static_cast<std::uint32_t>(std::countr_zero(left));
    if (place >= most) break;
    const std::uint32_t at = way.forwards ? way.from + place : way.from - 1 - place;
    const Token& token = reading.tokens[at];
    const std::uint8_t marks = token.roles & kMarks;
    bool same = false;
    switch (part.type) {
      case Part::Type::Word: same = token.word == part.word; break;
      case Part::Type::Open: same = open_matches(open_[part.word], word_at(reading, at)); break;
      case Part::Type::Mark: same = marks != 0 && reading.text[token.at] == part.mark; break;
      // A gap never runs over a negator: "he has not overdosed" is not "he ~ overdosed".
      case Part::Type::WideGap: same = (marks & ~kComma) == 0 && (token.roles & kNegator) == 0; break;
      case Part::Type::Gap: same = marks == 0 && (token.roles & kNegator) == 0; break;
      case Part::Type::Any: same = marks == 0; break;
      case Part::Type::End:
      case Part::Type::Sequence:
      case Part::Type::Choice:
      case Part::Type::Maybe: break;
    }
    if (same) out |= 1ULL << (place + 1);
  }
  return out;
}

/// The places that are the end of a clause: of the text or turn, before a mark or a "but".
std::uint64_t Grammar::ends(const Walk& way, std::uint64_t places) {
  const std::vector<Token>& tokens = way.reading.tokens;
  std::uint64_t out = 0;
  for (std::uint64_t left = places; left != 0; left &= left - 1) {
    const auto place = static_cast<std::uint32_t>(std::countr_zero(left));
    const std::uint32_t at = way.forwards ? way.from + place : way.from - place;
    const bool end = at >= tokens.size() || tokens[at].opens ||
                     (tokens[at].roles & (kComma | kStop | kQuestion | kQuote | kTurn)) != 0;
    if (end) out |= 1ULL << place;
  }
  return out;
}

std::uint64_t Grammar::walk(std::uint32_t root, const Walk& way, std::uint64_t places) const {
  if (places == 0) return 0;
  const Part& part = parts_[root];
  std::uint64_t out = 0;
  switch (part.type) {
    case Part::Type::Sequence:
      for (std::uint32_t i = 0; i < part.count; ++i)
        places = walk(child(part, way.forwards ? i : part.count - 1 - i), way, places);
      return places;
    case Part::Type::Choice:
      for (std::uint32_t i = 0; i < part.count; ++i) out |= walk(child(part, i), way, places);
      return out;
    case Part::Type::Maybe: return places | walk(child(part, 0), way, places);
    case Part::Type::Gap:
    case Part::Type::WideGap:
      out = places;
      for (int n = part.type == Part::Type::Gap ? 2 : 5; n > 0 && places != 0; --n)
        out |= places = step(part, way, places);
      return out;
    case Part::Type::End: return ends(way, places);
    case Part::Type::Word:
    case Part::Type::Open:
    case Part::Type::Any:
    case Part::Type::Mark: return step(part, way, places);
  }
  return 0;
}

std::optional<std::uint32_t> Grammar::begin_of(std::span<const std::uint32_t> trees, const Reading& reading,
                                               std::uint32_t end) const {
  const Walk way{reading, end, false};
  std::uint64_t places = 1;
  for (std::size_t i = trees.size(); i-- > 0;) places = walk(trees[i], way, places);
  if (places == 0) return std::nullopt;
  return end - static_cast<std::uint32_t>(63 - std::countl_zero(places));
}

std::optional<std::uint32_t> Grammar::end_of(std::span<const std::uint32_t> trees, const Reading& reading,
                                             std::uint32_t begin) const {
  const Walk way{reading, begin, true};
  std::uint64_t places = 1;
  for (const std::uint32_t tree : trees) places = walk(tree, way, places);
  if (places == 0) return std::nullopt;
  return begin + static_cast<std::uint32_t>(63 - std::countl_zero(places));
}

}  // namespace holdfast::crisis
