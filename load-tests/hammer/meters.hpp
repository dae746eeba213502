// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <sys/types.h>

#include <array>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "counted/counted.h"

namespace holdfast::load {

/// Seconds of CPU the process has used, user and system, all threads.
[[nodiscard]] double cpu_seconds(pid_t process);

/// KiB of the process's own memory, and of what the kernel holds for sockets and tables (of the whole
/// machine).
struct Memory {
  double own{0};
  double kernel{0};
};
[[nodiscard]] Memory memory_of(pid_t process);

/// The counts of the preloaded library; all zero without one.
class Counters {
 public:
  explicit Counters(const std::string& file);
  ~Counters();
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;
  using Values = std::array<std::uint64_t, HOLDFAST_COUNTED_KINDS>;
  [[nodiscard]] Values now() const;

 private:
  const std::uint64_t* shared_{nullptr};
};
/// Each count by name, divided by `times`.
[[nodiscard]] boost::json::object per(const Counters::Values& before, const Counters::Values& after,
                                      double times);

/// Latencies, and what is asked of them.
class Spread {
 public:
  void add(double value) { values_.push_back(value); }
  void clear() { values_.clear(); }
  [[nodiscard]] std::size_t count() const { return values_.size(); }
  /// The smallest value that `share` of all do not exceed; 0 when there is none.
  [[nodiscard]] double at(double share);

 private:
  std::vector<double> values_;
};

}  // namespace holdfast::load
