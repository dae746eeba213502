// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/judge.hpp"

#include <algorithm>

namespace holdfast::crisis {
namespace {

const Hit* standing(std::span<Hit> hits, std::span<const std::uint16_t> cues, Span within) {
  for (const std::uint16_t cue : cues)
    for (const Hit& hit : hits_of(hits, cue, within))
      if (hit.stands) return &hit;
  return nullptr;
}

/// The rule in `scope`, that around `first`, its first slot's hit: the tokens it spans, or nothing.
bool applies(const Rule& rule, std::span<Hit> hits, const Hit& first, Span scope, Span& tokens) {
  if (standing(hits, rule.none, scope) != nullptr) return false;
  tokens = {first.first, first.last};
  for (std::size_t slot = 1; slot < rule.all.size(); ++slot) {
    const Hit* other = standing(hits, rule.all[slot], scope);
    if (other == nullptr) return false;
    // Evidence that spans the whole scope says less than the first cue: widen it only over neighbours.
    if (other->first < tokens.last + 12 && tokens.first < other->last + 12)
      tokens = {std::min(tokens.first, other->first), std::max(tokens.last, other->last)};
  }
  return true;
}

void apply(const Rule& rule, const Layout& layout, std::span<Hit> hits, std::vector<Fired>& fired) {
  const Span everywhere{0, static_cast<std::uint32_t>(-1)};
  for (const std::uint16_t cue : rule.all.front()) {
    Span tried;  // what failed there once fails again: without this, repeats would cost their square
    for (const Hit& first : hits_of(hits, cue, everywhere)) {
      const Span scope = layout.around(first, rule.scope);
      if (!first.stands || (scope.first == tried.first && scope.last == tried.last)) continue;
      Span tokens;
      if (!applies(rule, hits, first, scope, tokens)) {
        tried = scope;
        continue;
      }
      fired.push_back({rule.name, rule.level, rule.kinds, tokens});
      for (const std::uint16_t gone : rule.instead_of)
        for (Hit& hit : hits_of(hits, gone, scope)) hit.stands = false;
      return;  // once is enough: a second place would say the same rule again
    }
  }
}

}  // namespace

void apply_rules(const Lexicon& lexicon, const Layout& layout, std::span<Hit> hits,
                 std::vector<Fired>& fired) {
  for (const Rule& rule : lexicon.rules)
    if (!rule.instead_of.empty()) apply(rule, layout, hits, fired);
  for (const Rule& rule : lexicon.rules)
    if (rule.instead_of.empty()) apply(rule, layout, hits, fired);
  const Hit* before = nullptr;
  for (const Hit& hit : hits) {
    const Cue& cue = lexicon.cues[hit.cue];
    if (!hit.stands || cue.role != CueRole::Signal || cue.level == domain::Level::None) continue;
    if (before != nullptr && before->cue == hit.cue) continue;
    fired.push_back({cue.name, cue.level, cue.kinds, {hit.first, hit.last}});
    before = &hit;
  }
}

void apply_answers(const Lexicon& lexicon, std::span<const Hit> asked, std::span<const Hit> said,
                   std::vector<Fired>& fired) {
  const auto has = [](std::span<const Hit> hits, const std::vector<std::uint16_t>& cues) {
    return std::find_if(hits.begin(), hits.end(), [&cues](const Hit& hit) {
      return hit.stands && std::find(cues.begin(), cues.end(), hit.cue) != cues.end();
    });
  };
  for (const AnswerRule& rule : lexicon.answer_rules) {
    const auto answer = has(said, rule.answers);
    if (answer == said.end() || has(asked, rule.questions) == asked.end()) continue;
    fired.push_back({rule.name, rule.level, rule.kinds, {answer->first, answer->last}});
  }
}

}  // namespace holdfast::crisis
