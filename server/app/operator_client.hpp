// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "base/secret.hpp"

namespace holdfast::app {

struct OperatorAnswer {
  bool reached{false};  // false: no server listens there; `body` says why
  unsigned status{0};
  Secret body;  // an invitation's token is in it
};

/// One request to a running server's operator door, over its Unix socket. Blocks; for the command line only.
[[nodiscard]] OperatorAnswer ask_operator_door(const std::string& socket, const std::string& method,
                                               const std::string& target, const std::string& body);

}  // namespace holdfast::app
