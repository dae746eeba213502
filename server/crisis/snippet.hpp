// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/detector.hpp"

namespace holdfast::crisis {

/// One line of a set: {"id","lang","turns":[{"who","text"}…]} or {"text"}, and labels if it has them. The
/// turns point into `line`, so it moves but is not copied.
struct Snippet {
  boost::json::object line;
  std::vector<Turn> turns;

  Snippet() = default;
  Snippet(Snippet&&) = default;
  Snippet& operator=(Snippet&&) = default;
  /// The string under `key`; empty if there is none.
  [[nodiscard]] std::string_view text(std::string_view key) const;
};

/// Nothing if the line is not such an object.
[[nodiscard]] std::optional<Snippet> read_snippet(std::string_view line);

[[nodiscard]] std::string_view name_of(domain::Level level) noexcept;
[[nodiscard]] std::string_view name_of(domain::Kind kind) noexcept;
[[nodiscard]] std::optional<domain::Level> level_named(std::string_view name) noexcept;
[[nodiscard]] std::optional<domain::Kind> kind_named(std::string_view name) noexcept;

}  // namespace holdfast::crisis
