// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/triage.hpp"

#include <istream>
#include <ostream>
#include <string>

#include "crisis/score.hpp"
#include "crisis/snippet.hpp"

namespace holdfast::crisis {
namespace {

namespace json = boost::json;

json::object answer(const json::object& line, const domain::Verdict& verdict) {
  json::array kinds;
  for (int kind = 0; kind < domain::kKindCount; ++kind)
    if (verdict.kinds.has(static_cast<domain::Kind>(kind)))
      kinds.emplace_back(name_of(static_cast<domain::Kind>(kind)));
  json::array evidence;
  for (const domain::Evidence& one : verdict.evidence)
    evidence.push_back(json::object{
        {"rule", one.rule}, {"begin", one.begin}, {"end", one.end}, {"turns_back", one.turns_back}});
  const json::value* id = line.if_contains("id");
  return json::object{{"id", id == nullptr ? json::value{} : *id},
                      {"level", name_of(verdict.level)},
                      {"kinds", std::move(kinds)},
                      {"evidence", std::move(evidence)}};
}

}  // namespace

int triage_jsonl(std::istream& in, std::ostream& out, const Detector& detector, std::ostream& errors) {
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    const std::optional<Snippet> snippet = read_snippet(text);
    if (!snippet) {
      errors << "line " << number << ": not {\"id\",\"lang\",\"turns\":[{\"who\",\"text\"}]}\n";
      return 2;
    }
    const domain::Verdict verdict = detector.judge(snippet->turns, snippet->text("lang"));
    out << json::serialize(answer(snippet->line, verdict)) << '\n' << std::flush;
  }
  return 0;
}

int triage_score(std::istream& in, std::ostream& out, const Detector& detector, std::ostream& errors) {
  std::string why;
  const Result<Scores> scores = score_jsonl(in, detector, why);
  if (!scores) return errors << why << '\n', 2;
  print_scores(*scores, out);
  return 0;
}

}  // namespace holdfast::crisis
