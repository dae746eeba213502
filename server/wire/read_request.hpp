// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/requests.hpp"
#include "holdfast/v1/envelope.pb.h"
#include "wire/checks.hpp"

// Only for the .cpp files of this room.
namespace holdfast::wire {

/// The request inside a parsed frame; takes the text out of it. What is wrong is noted in `checks`, and the
/// value is then not to be used. Precondition: a body is set.
[[nodiscard]] domain::RequestBody read_request(v1::ClientFrame& frame, Checks& checks);

}  // namespace holdfast::wire
