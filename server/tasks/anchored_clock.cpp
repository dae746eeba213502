// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "tasks/anchored_clock.hpp"

#include <algorithm>

#include "domain/limits.hpp"

namespace holdfast::tasks {

namespace {

std::int64_t steady_micros(const Clock& clock) {
  return std::chrono::duration_cast<Duration>(clock.steady().time_since_epoch()).count();
}

}  // namespace

AnchoredClock::AnchoredClock(const Clock& truth)
    : truth_{truth}, offset_{micros(truth.wall()) - steady_micros(truth)} {}

Instant AnchoredClock::wall() const {
  return instant_of(steady_micros(truth_) + offset_.load());
}

void AnchoredClock::anchor() {
  offset_ = micros(truth_.wall()) - steady_micros(truth_);
}

Duration AnchoredClock::follow() {
  constexpr Duration most = limits::kClockSlew;
  const Duration away = truth_.wall() - wall();
  const Duration step = std::clamp(away, -most, most);
  offset_ += step.count();
  return away - step;
}

}  // namespace holdfast::tasks
