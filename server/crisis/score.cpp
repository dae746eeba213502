// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/score.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <istream>
#include <ostream>

#include "crisis/snippet.hpp"

namespace holdfast::crisis {
namespace {

using domain::Level;

bool right(Level label, Level judged) noexcept {
  return label == Level::None ? judged == Level::None : judged >= std::min(label, Level::High);
}

void row(std::ostream& out, std::string_view name, const Share& share) {
  if (share.of == 0) return;
  const auto [low, high] = share.interval();
  out << "  " << std::left << std::setw(36) << name << std::right << std::setw(6) << share.hit << '/'
      << std::left << std::setw(6) << share.of << std::right << std::fixed << std::setprecision(1)
      << std::setw(6) << share.part() * 100 << " % [" << low * 100 << ", " << high * 100 << "]\n";
}

}  // namespace

double Share::part() const noexcept {
  return of == 0 ? 1.0 : static_cast<double>(hit) / static_cast<double>(of);
}

std::pair<double, double> Share::interval() const noexcept {
  if (of == 0) return {0.0, 1.0};
  constexpr double kSure = 1.959964;  // two-sided 95 % of the normal distribution
  const auto n = static_cast<double>(of);
  const double p = part();
  const double scale = 1 + kSure * kSure / n;
  const double middle = (p + kSure * kSure / (2 * n)) / scale;
  const double half = kSure * std::sqrt(p * (1 - p) / n + kSure * kSure / (4 * n * n)) / scale;
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

void Scores::add(const domain::Verdict& verdict, Level level, domain::Kinds label_kinds,
                 const std::string& language, const std::string& function) {
  const bool seen = verdict.level >= Level::High;
  const bool good = right(level, verdict.level);
  levels[static_cast<std::size_t>(level)].count(good);
  functions[{language, function}].count(good);
  if (level >= Level::High) found_high.count(seen);
  if (level >= Level::High) languages[language].first.count(seen);
  if (level == Level::Imminent) imminent_high.count(seen);
  if (level == Level::Imminent) imminent_exact.count(verdict.level == Level::Imminent);
  if (level >= Level::Watch) any_risk.count(verdict.level >= Level::Watch);
  if (level == Level::None) {
    none_below_high.count(!seen);
    none_kept.count(verdict.level == Level::None);
    languages[language].second.count(!seen);
  }
  for (int kind = 0; kind < domain::kKindCount; ++kind)
    if (label_kinds.has(static_cast<domain::Kind>(kind)))
      kinds[static_cast<std::size_t>(kind)].count(good && verdict.kinds.has(static_cast<domain::Kind>(kind)));
}

Result<Scores> score_jsonl(std::istream& in, const Detector& detector, std::string& why) {
  Scores scores;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    const std::optional<Snippet> snippet = read_snippet(text);
    const std::optional<Level> level = snippet ? level_named(snippet->text("level")) : std::nullopt;
    domain::Kinds kinds;
    bool known = level.has_value();
    if (const boost::json::value* list = known ? snippet->line.if_contains("kind") : nullptr;
        list != nullptr && list->is_array())
      for (const boost::json::value& name : list->get_array()) {
        const std::optional<domain::Kind> kind =
            name.is_string() ? kind_named(std::string_view{name.get_string()}) : std::nullopt;
        known = known && kind.has_value();
        if (kind) kinds.add(*kind);
      }
    if (!known) {
      why = "line " + std::to_string(number) + ": not a snippet with a known level and kinds";
      return refuse(Code::Invalid);
    }
    scores.add(detector.judge(snippet->turns, snippet->text("lang")), *level, kinds,
               std::string{snippet->text("lang")}, std::string{snippet->text("function")});
  }
  return scores;
}

void print_scores(const Scores& scores, std::ostream& out) {
  out << "agreement with the labels, 95 % intervals\n";
  row(out, "high or imminent found at high", scores.found_high);
  row(out, "imminent found at high", scores.imminent_high);
  row(out, "imminent found as imminent", scores.imminent_exact);
  row(out, "any risk found at watch", scores.any_risk);
  row(out, "none kept below high", scores.none_below_high);
  row(out, "none kept at none", scores.none_kept);
  out << "by level\n";
  for (std::size_t i = 0; i < scores.levels.size(); ++i)
    row(out, name_of(static_cast<Level>(i)), scores.levels[i]);
  out << "by kind, level and kind both right\n";
  for (std::size_t i = 0; i < scores.kinds.size(); ++i)
    row(out, name_of(static_cast<domain::Kind>(i)), scores.kinds[i]);
  out << "by language\n";
  for (const auto& [language, shares] : scores.languages) {
    row(out, language + " found at high", shares.first);
    row(out, language + " none kept below high", shares.second);
  }
  out << "by function\n";
  for (const auto& [key, share] : scores.functions) row(out, key.first + ' ' + key.second, share);
}

}  // namespace holdfast::crisis
