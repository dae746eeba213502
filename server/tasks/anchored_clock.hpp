// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>

#include "base/instant.hpp"

namespace holdfast::tasks {

/// Wall time anchored to steady time at start, so that a clock that is set while the process lives neither
/// fires a due row early nor late. It follows the true wall clock slowly (limits::kClockSlew a call of
/// `follow`, called each second): a wait of 5 min is never off by more than 1.5 s. Stories and the runner
/// must share one. Thread-safe.
class AnchoredClock final : public Clock {
 public:
  explicit AnchoredClock(const Clock& truth);
  [[nodiscard]] Instant wall() const override;
  [[nodiscard]] Steady steady() const override { return truth_.steady(); }
  /// Jumps to the true wall clock: while the process starts and nothing goes by this one yet.
  void anchor();
  /// One step towards the true wall clock. Gives how far it still is from it.
  Duration follow();

 private:
  const Clock& truth_;
  std::atomic<std::int64_t> offset_;  // wall minus steady, microseconds
};

}  // namespace holdfast::tasks
