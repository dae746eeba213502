// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::crisis {

/// The n-th way to write `line`, in which "(a|b)" is a choice. Each choice steps at its own pace, so that few
/// ways already mix them.
inline std::string variant(std::string_view line, std::size_t n) {
  std::string out;
  std::size_t pace = 1;
  while (!line.empty()) {
    const std::size_t open = line.find('(');
    out.append(line.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = line.find(')', open);
    const std::string_view group = line.substr(open + 1, close - open - 1);
    std::vector<std::string_view> options;
    for (std::size_t at = 0; at <= group.size();) {
      const std::size_t bar = std::min(group.find('|', at), group.size());
      options.push_back(group.substr(at, bar - at));
      at = bar + 1;
    }
    out.append(options[(n * pace + n / options.size()) % options.size()]);
    pace += 2;
    line.remove_prefix(close + 1);
  }
  return out;
}

/// Up to `most` different ways to write `line`.
inline std::vector<std::string> variants_of(std::string_view line, std::size_t most) {
  std::vector<std::string> out;
  for (std::size_t n = 0; n < 400 && out.size() < most; ++n) {
    std::string one = variant(line, n);
    if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace holdfast::crisis
