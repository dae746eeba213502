// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/triage.hpp"

#include <array>
#include <boost/json.hpp>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace holdfast::crisis {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kLevelNames{"none", "watch", "high", "imminent"};
constexpr std::array<std::string_view, domain::kKindCount> kKindNames{
    "suicide", "self_harm", "overdose", "medical", "violence", "abuse", "relapse", "child_safety"};

std::string_view text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}

/// The turns of a line; nothing if it has none or one is not a turn. The views live as long as `line`.
std::optional<std::vector<Turn>> turns_of(const json::object& line) {
  std::vector<Turn> turns;
  if (line.contains("text"))
    return turns.push_back({Speaker::Seeker, text_of(line, "text"), Instant{}}), turns;
  const json::value* list = line.if_contains("turns");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return std::nullopt;
  for (const json::value& item : list->get_array()) {
    if (!item.is_object() || !item.get_object().contains("text")) return std::nullopt;
    const Speaker who = text_of(item.get_object(), "who") == "seeker" ? Speaker::Seeker : Speaker::Supporter;
    turns.push_back({who, text_of(item.get_object(), "text"), Instant{}});
  }
  return turns;
}

json::object answer(const json::object& line, const domain::Verdict& verdict) {
  json::array kinds;
  for (int kind = 0; kind < domain::kKindCount; ++kind)
    if (verdict.kinds.has(static_cast<domain::Kind>(kind)))
      kinds.emplace_back(kKindNames[static_cast<std::size_t>(kind)]);
  json::array evidence;
  for (const domain::Evidence& one : verdict.evidence)
    evidence.push_back(json::object{
        {"rule", one.rule}, {"begin", one.begin}, {"end", one.end}, {"turns_back", one.turns_back}});
  const json::value* id = line.if_contains("id");
  return json::object{{"id", id == nullptr ? json::value{} : *id},
                      {"level", kLevelNames[static_cast<std::size_t>(verdict.level)]},
                      {"kinds", std::move(kinds)},
                      {"evidence", std::move(evidence)}};
}

}  // namespace

int triage_jsonl(std::istream& in, std::ostream& out, const Detector& detector, std::ostream& errors) {
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    boost::system::error_code failed;
    const json::value line = json::parse(text, failed);
    std::optional<std::vector<Turn>> turns;
    if (!failed && line.is_object()) turns = turns_of(line.get_object());
    if (!turns) {
      errors << "line " << number << ": not {\"id\",\"lang\",\"turns\":[{\"who\",\"text\"}]}\n";
      return 2;
    }
    const domain::Verdict verdict = detector.judge(*turns, text_of(line.get_object(), "lang"));
    out << json::serialize(answer(line.get_object(), verdict)) << '\n' << std::flush;
  }
  return 0;
}

}  // namespace holdfast::crisis
