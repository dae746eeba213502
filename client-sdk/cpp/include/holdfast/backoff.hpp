// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>

namespace holdfast::sdk {

/// How long to wait before the next attempt: full jitter, so that a thousand clients of a dead node spread
/// out. Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
class Backoff {
 public:
  struct Bounds {
    std::chrono::milliseconds first{500};
    std::chrono::milliseconds most{20'000};
  };
  Backoff() = default;
  explicit Backoff(Bounds bounds) : bounds_{bounds} {}

  /// Uniform in [0, min(most, first·2^attempt)], attempt counted from the last success; `random` is uniform
  /// 64 bits.
  [[nodiscard]] std::chrono::milliseconds next(std::uint64_t random);
  /// A connection that signed in: start over.
  void succeeded() noexcept { attempts_ = 0; }
  [[nodiscard]] unsigned attempts() const noexcept { return attempts_; }

 private:
  Bounds bounds_;
  unsigned attempts_{0};
};

}  // namespace holdfast::sdk
