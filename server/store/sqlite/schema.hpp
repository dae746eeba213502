// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "store/sqlite/connection.hpp"

namespace holdfast::store::sqlite {

/// migrations/NNNN_*.sql in order of their numbers; user_version counts how many were applied.
[[nodiscard]] const std::vector<const char*>& migrations();

/// Sets what the writer's connection needs (WAL, FULL, page and cache size) and applies what is missing, each
/// migration in a transaction of its own. Errors: Unsupported when a newer server wrote this database, with a
/// sentence in `why`.
[[nodiscard]] Result<void> prepare_writer(Connection& db, std::string& why);

/// Numbers and bytes of the store itself.
[[nodiscard]] std::optional<std::int64_t> meta_number(Connection& db, const char* name);
void set_meta(Connection& db, const char* name, std::int64_t value);

}  // namespace holdfast::store::sqlite
