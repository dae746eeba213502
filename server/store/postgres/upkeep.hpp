// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "store/postgres/connection.hpp"
#include "store/sealed/admin.hpp"
#include "store/sealed/key_cache.hpp"
#include "store/sealed/ledger.hpp"

/// What an operator asks; minutes on a large database, a reader's thread long.
namespace holdfast::store::postgres {

/// Everything that must be true of a whole database, read at one snapshot.
[[nodiscard]] Findings verify(Connection& db);

/// Wraps every data key and sealed field under the ring's current key, some rows a step. A row that changes
/// meanwhile was sealed by whoever changed it. Gives how many changed. Errors: Internal when one cannot be
/// opened.
[[nodiscard]] Result<std::uint64_t> rewrap(Connection& db, const vault::Keyring& ring);

/// Erases what the database still holds of the ledger, as a restored one may.
void replay(Connection& db, const Ledger& ledger);

}  // namespace holdfast::store::postgres
