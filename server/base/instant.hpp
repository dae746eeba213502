// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>

namespace holdfast {

/// Wall time, microseconds since the Unix epoch. Stored, shown, compared across restarts; it may jump.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// Steady time of this process. Deadlines and waits use it; it never jumps and is never stored.
using Steady = std::chrono::steady_clock::time_point;
using Duration = std::chrono::microseconds;

[[nodiscard]] constexpr std::int64_t micros(Instant at) noexcept {
  return at.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant instant_of(std::int64_t micros_since_epoch) noexcept {
  return Instant{Duration{micros_since_epoch}};
}

/// Where time comes from. Rules take times as values; only edges and stories hold a Clock.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant wall() const = 0;
  [[nodiscard]] virtual Steady steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant wall() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
  [[nodiscard]] Steady steady() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace holdfast
