// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "store/sqlite/open.hpp"

namespace holdfast::store::sqlite {

class Connection;

/// Everything that must be true of a whole database, read at one snapshot. `path` finds the audit head beside
/// it.
[[nodiscard]] Findings verify(Connection& db, const std::string& path);
/// The file only. Empty: whole.
[[nodiscard]] std::string integrity(Connection& db);

}  // namespace holdfast::store::sqlite
