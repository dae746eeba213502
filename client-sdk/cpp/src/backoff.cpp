// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/backoff.hpp"

#include <algorithm>

namespace holdfast::sdk {

std::chrono::milliseconds Backoff::next(std::uint64_t random) {
  constexpr unsigned kDoublings = 16;  // 500 ms · 2^16 is far above any `most`; keeps the shift in range
  const auto ceiling =
      std::min(bounds_.most, bounds_.first * (std::int64_t{1} << std::min(attempts_, kDoublings)));
  ++attempts_;
  const auto span = static_cast<std::uint64_t>(ceiling.count()) + 1;
  return std::chrono::milliseconds{static_cast<std::int64_t>(random % span)};
}

}  // namespace holdfast::sdk
