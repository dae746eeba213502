// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <optional>

#include "store/postgres/connection.hpp"

/// The audit's chain, so that a changed or missing row shows.
namespace holdfast::store::postgres {

/// Chains up to `most` committed rows, if no other node is about it. Gives how many.
std::size_t chain_audit(Connection& db, std::int64_t most);
/// Recomputes the chain. Gives the number of the first link whose row was changed, removed or chained
/// otherwise, or nothing.
[[nodiscard]] std::optional<std::int64_t> first_broken_audit(Connection& db);

}  // namespace holdfast::store::postgres
