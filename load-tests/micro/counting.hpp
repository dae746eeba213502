// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

namespace holdfast::load {

/// Allocations of this program so far, all threads: its operator new counts.
[[nodiscard]] std::uint64_t allocations() noexcept;

/// Tells a benchmark's allocations for one of what it does.
class Allocations {
 public:
  explicit Allocations(benchmark::State& state) : state_{state}, before_{allocations()} {}
  /// After the loop. `each`: how many the loop does a turn.
  void tell(double each = 1) {
    const auto made = static_cast<double>(allocations() - before_);
    state_.counters["allocations"] = made / (static_cast<double>(state_.iterations()) * each);
  }

 private:
  benchmark::State& state_;
  std::uint64_t before_;
};

}  // namespace holdfast::load
