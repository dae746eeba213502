// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/observe.hpp"
#include "ops/log.hpp"

namespace holdfast::ops {

inline constexpr std::size_t kSignals = static_cast<std::size_t>(Signal::kCount);

/// What a signal is called in metrics and logs, and whether its happening is worth a line.
struct SignalName {
  std::string_view metric;  // "holdfast_messages_committed_total"
  std::string_view help;
  Severity severity{Severity::Debug};  // Debug: counted only
};
[[nodiscard]] const SignalName& name_of(Signal signal) noexcept;

/// The process's observer: counts on any thread without blocking; `report` turns what is new into log lines,
/// one a signal however often it happened, so that a storm of faults cannot become a storm of lines.
class Counters final : public Observer {
 public:
  void count(Signal signal, std::uint64_t times = 1) noexcept override {
    counts_[static_cast<std::size_t>(signal)].fetch_add(times, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t counted(Signal signal) const noexcept {
    return counts_[static_cast<std::size_t>(signal)].load(std::memory_order_relaxed);
  }
  /// Called about once a second, from one thread.
  void report(Log& log);

 private:
  std::array<std::atomic<std::uint64_t>, kSignals> counts_{};
  std::array<std::uint64_t, kSignals> reported_{};
};

}  // namespace holdfast::ops
