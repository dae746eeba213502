// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/content.hpp"
#include "holdfast/v1/conversation.pb.h"
#include "wire/checks.hpp"

// The stores' rows back into domain values. Only for the .cpp files of this room.
namespace holdfast::wire {

[[nodiscard]] domain::Verdict read(const v1::Verdict& wire, Checks& checks);
[[nodiscard]] domain::Content read(const v1::Content& wire, Checks& checks);

}  // namespace holdfast::wire
