// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>

#include "base/instant.hpp"

namespace holdfast::tests {

/// Time that moves only when the test says so. Starts at 2026-01-05 20:00:00 UTC.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Instant wall() const override { return instant_of(wall_.load()); }
  [[nodiscard]] Steady steady() const override { return Steady{} + Duration{steady_.load()}; }
  void advance(Duration by) {
    wall_ += by.count();
    steady_ += by.count();
  }
  /// The wall clock jumps; steady time does not.
  void step_wall(Duration by) { wall_ += by.count(); }

 private:
  std::atomic<std::int64_t> wall_{1'767'643'200'000'000};
  std::atomic<std::int64_t> steady_{1'000'000};
};

}  // namespace holdfast::tests
