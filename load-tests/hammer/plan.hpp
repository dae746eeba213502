// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <sys/types.h>

#include <boost/json/object.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "hammer/line.hpp"

namespace holdfast::load {

/// What `load-tests/run` asks for, one JSON object on stdin.
struct Plan {
  Target target;
  pid_t server{0};
  std::string counters;  // file of the preloaded counters; empty: none
  std::string staff;     // token of a supporter who is a supervisor too
  std::vector<std::string> seekers;
  std::string scenario;
  boost::json::object settings;  // the scenario's own

  [[nodiscard]] std::size_t size(const char* name) const;
  [[nodiscard]] double number(const char* name) const;
};

[[nodiscard]] Plan read_plan(const std::string& json);

/// Each runs one scenario and gives what it measured.
[[nodiscard]] boost::json::object one_to_one(const Plan& plan);
[[nodiscard]] boost::json::object groups(const Plan& plan);
[[nodiscard]] boost::json::object idle(const Plan& plan);

}  // namespace holdfast::load
