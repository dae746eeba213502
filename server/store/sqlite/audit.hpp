// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"

/// The audit: rows written with what they tell of, chained afterwards so that a changed or missing row shows.
namespace holdfast::store::sqlite {

void append_audit(Connection& db, const domain::AuditEntry& entry);

/// Chains up to `most` committed rows; inside a transaction of the caller's. Gives how many.
std::size_t chain_audit(Connection& db, std::int64_t most);
/// Rows committed and not chained yet.
[[nodiscard]] bool audit_waits(Connection& db);

struct AuditHead {
  std::int64_t id{0};  // 0: nothing chained
  std::string link;
};
[[nodiscard]] AuditHead audit_head(Connection& db);

/// `<database>.audit`: the head as it was last chained.
[[nodiscard]] bool write_audit_head(const std::string& database, const AuditHead& head);
[[nodiscard]] std::optional<AuditHead> read_audit_head(const std::string& database);

/// Recomputes the chain. Gives the id of the first row that was changed, removed or chained otherwise, or
/// nothing. With `exported` the chain must also still reach and pass through that head.
[[nodiscard]] std::optional<std::int64_t> first_broken_audit(Connection& db,
                                                             const std::optional<AuditHead>& exported);

}  // namespace holdfast::store::sqlite
