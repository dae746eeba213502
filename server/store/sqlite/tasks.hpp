// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"

/// Durable work: rows in and out.
namespace holdfast::store::sqlite {

[[nodiscard]] Version version_of(Connection& db, TaskId id);
void put(Connection& db, const domain::Task& record);
void finish_task(Connection& db, TaskId id);
[[nodiscard]] std::vector<domain::Task> due_tasks(Connection& db, Instant now, std::uint32_t limit);
[[nodiscard]] std::optional<Instant> next_due(Connection& db);

}  // namespace holdfast::store::sqlite
