// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>

#include "base/instant.hpp"
#include "domain/limits.hpp"
#include "domain/requests.hpp"

namespace holdfast::gateway {

/// How many requests a session may begin: `burst` at once, then `per_second`. Pure: steady time in.
class Rate {
 public:
  explicit Rate(Steady now, int per_second = limits::kMessagesPerSecond, int burst = limits::kMessageBurst)
      : each_{std::chrono::duration_cast<Steady::duration>(std::chrono::seconds{1}) / per_second},
        depth_{each_ * burst},
        free_at_{now - depth_} {}

  /// Zero: taken. Otherwise nothing was taken, and one more may begin after this wait.
  [[nodiscard]] std::chrono::milliseconds take(Steady now);

 private:
  Steady::duration each_;
  Steady::duration depth_;
  Steady free_at_;  // the moment up to which capacity is used; never further back than `depth_`
};

/// What is never refused for its rate: whatever moves an escalation or calls for one (P11).
[[nodiscard]] bool unlimited(const domain::RequestBody& request);

}  // namespace holdfast::gateway
