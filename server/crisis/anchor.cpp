// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/anchor.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::crisis {
namespace {

constexpr std::size_t kMostTexts = 160;    // of one run; more would fill the scanner for no gain
constexpr std::size_t kMostAnchors = 512;  // of one pattern
constexpr std::size_t kLongestRun = 4;     // parts; a fifth word tells hardly more
constexpr int kDeepestSplit = 4;           // choices split one inside another
constexpr double kMarkCost = 40.0;         // a comma is in every second message
constexpr double kNextWord = 0.3;          // a further word makes a text about so much rarer
constexpr double kPlace = 0.02;            // each literal costs a little even if it is never said

}  // namespace

AnchorChooser::AnchorChooser(const Grammar& grammar, const Vocabulary& vocabulary)
    : grammar_{grammar}, vocabulary_{vocabulary} {
  for (std::uint32_t i = 0; i < grammar.size(); ++i) {
    const Part& part = grammar.part(i);
    if (part.type != Part::Type::Word) continue;
    if (part.word >= counts_.size()) counts_.resize(part.word + 1, 0.0);
    counts_[part.word] += 1.0;
  }
}

double AnchorChooser::cost_of(std::string_view word, double count) const {
  // Short words are common ones in every language.
  const auto size = static_cast<double>(std::min<std::size_t>(word.size(), 12));
  return (1.0 + count) / (size * size);
}

void AnchorChooser::flatten(std::uint32_t root, Trees& out) const {
  const Part& part = grammar_.part(root);
  if (part.type != Part::Type::Sequence) return out.push_back(root);
  for (std::uint32_t i = 0; i < part.count; ++i) flatten(grammar_.child(part, i), out);
}

bool AnchorChooser::join(const std::vector<Literal>& left, const std::vector<Literal>& right,
                         std::vector<Literal>& out) {
  std::vector<Literal> made;
  for (const Literal& a : left) {
    for (const Literal& b : right) {
      if (a.open && !b.text.empty()) return false;  // nothing is known to follow a stem
      if (made.size() == kMostTexts) return false;
      const bool both = !a.text.empty() && !b.text.empty();
      const double cost = both ? std::min(a.cost, b.cost) * kNextWord : a.text.empty() ? b.cost : a.cost;
      made.push_back({a.text + b.text, cost, a.open || b.open});
    }
  }
  out = std::move(made);
  return true;
}

bool AnchorChooser::expand(std::uint32_t root, std::vector<Literal>& out) const {
  const Part& part = grammar_.part(root);
  out.clear();
  switch (part.type) {
    case Part::Type::Word: {
      const std::string_view word = vocabulary_.text(vocabulary_.at(part.word));
      out.push_back({std::string{word} + ' ', cost_of(word, counts_[part.word]), false});
      return true;
    }
    case Part::Type::Mark: out.push_back({std::string{part.mark, ' '}, kMarkCost, false}); return true;
    case Part::Type::Open: {
      const std::string_view open = grammar_.open(part);
      if (open.find('#') != std::string_view::npos || open.size() < 4) return false;
      const std::string_view stem = open.substr(0, open.size() - 1);
      out.push_back({std::string{stem}, cost_of(stem, 1.0), true});
      return true;
    }
    case Part::Type::Any:
    case Part::Type::End:
    case Part::Type::Gap:
    case Part::Type::WideGap: return false;
    case Part::Type::Maybe:
      if (!expand(grammar_.child(part, 0), out)) return false;
      out.push_back({"", 1.0, false});
      return out.size() <= kMostTexts;
    case Part::Type::Choice:
      for (std::uint32_t i = 0; i < part.count; ++i) {
        std::vector<Literal> one;
        if (!expand(grammar_.child(part, i), one) || out.size() + one.size() > kMostTexts) return false;
        out.insert(out.end(), one.begin(), one.end());
      }
      return true;
    case Part::Type::Sequence:
      out.push_back({"", 1.0, false});
      for (std::uint32_t i = 0; i < part.count; ++i) {
        std::vector<Literal> one;
        if (!expand(grammar_.child(part, i), one) || !join(out, one, out)) return false;
      }
      return true;
  }
  return false;
}

bool AnchorChooser::best_run(const Trees& trees, Run& best) const {
  bool found = false;
  for (std::size_t from = 0; from < trees.size(); ++from) {
    std::vector<Literal> texts{{"", 1.0, false}};
    for (std::size_t to = from + 1; to <= trees.size() && to <= from + kLongestRun; ++to) {
      std::vector<Literal> one;
      if (!expand(trees[to - 1], one) || !join(texts, one, texts)) break;
      double cost = kPlace * static_cast<double>(texts.size());
      for (const Literal& text : texts) cost += text.cost;
      const bool fixed =
          std::none_of(texts.begin(), texts.end(), [](const Literal& text) { return text.text.empty(); });
      if (!fixed || (found && cost >= best.cost)) continue;
      best = {from, to, cost, texts};
      found = true;
    }
  }
  return found;
}

bool AnchorChooser::cover(const Trees& trees, int depth, std::vector<Anchor>& out) const {
  Run run;
  if (best_run(trees, run)) {
    for (const bool open : {false, true}) {
      Anchor anchor;
      anchor.open = open;
      for (const Literal& text : run.literals)
        if (text.open == open) anchor.literals.push_back(' ' + text.text);
      if (anchor.literals.empty()) continue;
      anchor.before.assign(trees.begin(), trees.begin() + static_cast<std::ptrdiff_t>(run.from));
      anchor.after.assign(trees.begin() + static_cast<std::ptrdiff_t>(run.to), trees.end());
      out.push_back(std::move(anchor));
    }
    return out.size() <= kMostAnchors;
  }
  // No part is fixed: take each option of a choice by itself.
  const auto choice = std::find_if(trees.begin(), trees.end(), [this](std::uint32_t tree) {
    return grammar_.part(tree).type == Part::Type::Choice;
  });
  if (choice == trees.end() || depth == kDeepestSplit) return false;
  const Part& part = grammar_.part(*choice);
  for (std::uint32_t i = 0; i < part.count; ++i) {
    Trees option(trees.begin(), choice);
    flatten(grammar_.child(part, i), option);
    option.insert(option.end(), choice + 1, trees.end());
    if (!cover(option, depth + 1, out)) return false;
  }
  return true;
}

std::vector<Anchor> AnchorChooser::choose(std::uint32_t root, std::string& why) const {
  Trees trees;
  flatten(root, trees);
  std::vector<Anchor> out;
  if (cover(trees, 0, out)) return out;
  why = "a pattern needs a word that stands in each of its matches";
  return {};
}

}  // namespace holdfast::crisis
