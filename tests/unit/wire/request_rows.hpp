// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "domain/requests.hpp"

namespace holdfast::tests {

/// One request of each kind as a client writes it, and what the server must understand.
struct RequestRow {
  std::string name;
  std::string json;
  std::function<bool(const domain::RequestBody&)> means;
};
inline void PrintTo(const RequestRow& row, std::ostream* out) {
  *out << row.name;
}

/// At least one of each kind.
[[nodiscard]] const std::vector<RequestRow>& request_rows();

}  // namespace holdfast::tests
