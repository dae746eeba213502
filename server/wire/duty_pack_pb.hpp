// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "base/error.hpp"
#include "domain/duty_pack.hpp"
#include "holdfast/v1/duty_pack.pb.h"

// Only for the .cpp files of this room.
namespace holdfast::wire {

void write(const domain::DutyPack& pack, v1::DutyPack& wire);

/// Absent fields get the domain's defaults. Errors: Invalid, with the field's path in `why`.
[[nodiscard]] Result<domain::DutyPack> read(const v1::DutyPack& wire, std::string& why);

}  // namespace holdfast::wire
