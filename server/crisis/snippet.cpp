// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/snippet.hpp"

#include <algorithm>
#include <array>

namespace holdfast::crisis {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> kLevels{"none", "watch", "high", "imminent"};
constexpr std::array<std::string_view, domain::kKindCount> kKinds{
    "suicide", "self_harm", "overdose", "medical", "violence", "abuse", "relapse", "child_safety"};

template <class Value, std::size_t N>
std::optional<Value> named(const std::array<std::string_view, N>& names, std::string_view name) noexcept {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

std::string_view string_in(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}

}  // namespace

std::string_view Snippet::text(std::string_view key) const {
  return string_in(line, key);
}

std::optional<Snippet> read_snippet(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  if (failed || !value.is_object()) return std::nullopt;
  Snippet snippet;
  snippet.line = std::move(value.get_object());
  if (snippet.line.contains("text")) {
    snippet.turns.push_back({Speaker::Seeker, snippet.text("text"), Instant{}});
    return snippet;
  }
  const json::value* list = snippet.line.if_contains("turns");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return std::nullopt;
  for (const json::value& item : list->get_array()) {
    if (!item.is_object() || !item.get_object().contains("text")) return std::nullopt;
    const json::object& turn = item.get_object();
    const Speaker who = string_in(turn, "who") == "seeker" ? Speaker::Seeker : Speaker::Supporter;
    snippet.turns.push_back({who, string_in(turn, "text"), Instant{}});
  }
  return snippet;
}

std::string_view name_of(domain::Level level) noexcept {
  return kLevels[static_cast<std::size_t>(level)];
}
std::string_view name_of(domain::Kind kind) noexcept {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::optional<domain::Level> level_named(std::string_view name) noexcept {
  return named<domain::Level>(kLevels, name);
}
std::optional<domain::Kind> kind_named(std::string_view name) noexcept {
  return named<domain::Kind>(kKinds, name);
}

}  // namespace holdfast::crisis
