// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/router.hpp"

#include <optional>

namespace holdfast::api {

namespace {

/// What stands at `{…}`, "" for a pattern without one, nothing when the path is another.
std::optional<std::string_view> fits(std::string_view pattern, std::string_view path) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos)
    return pattern == path ? std::optional{std::string_view{}} : std::nullopt;
  const std::string_view before = pattern.substr(0, open);
  const std::string_view after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= before.size() + after.size()) return std::nullopt;
  if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
  const std::string_view value = path.substr(before.size(), path.size() - before.size() - after.size());
  return value.find('/') == std::string_view::npos ? std::optional{value} : std::nullopt;
}

}  // namespace

Result<Match> route(Door door, std::string_view method, std::string_view path) {
  bool other_method = false;
  for (const Route& candidate : kRoutes) {
    if (candidate.door != door) continue;
    const auto parameter = fits(candidate.path, path);
    if (!parameter) continue;
    if (candidate.method == method) return Match{candidate.operation, std::string{*parameter}};
    other_method = true;
  }
  return refuse(other_method ? Code::Unsupported : Code::NotFound);
}

}  // namespace holdfast::api
