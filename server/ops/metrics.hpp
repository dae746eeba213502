// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ops/counters.hpp"

namespace holdfast::ops {

/// All figures of the process in Prometheus' text format. Gauges are asked when they are read, on the
/// caller's thread, so their functions must be thread-safe. Filled before the doors open.
class Metrics {
 public:
  explicit Metrics(const Counters& counters) : counters_{counters} {}
  /// `name` in base units, "holdfast_…". `read` outlives this object's use.
  void gauge(std::string name, std::string help, std::function<double()> read);
  [[nodiscard]] std::string text() const;
  static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Gauge {
    std::string name, help;
    std::function<double()> read;
  };
  const Counters& counters_;
  std::vector<Gauge> gauges_;
};

}  // namespace holdfast::ops
