// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>

#include "store/postgres/connection.hpp"
#include "store/sealed/key_cache.hpp"
#include "store/store.hpp"

/// Messages, read. Each call is one trip to the server and sees one snapshot.
namespace holdfast::store::postgres {

/// Errors: Invalid unless exactly one of before and after is given; Internal when a body cannot be opened.
[[nodiscard]] Result<HistoryPage> history(Connection& db, const HistoryQuery& query, KeyCache& keys);
[[nodiscard]] Result<std::optional<PostFacts>> post_facts(Connection& db, ConversationId conversation,
                                                          PersonId author, KeyCache& keys);

}  // namespace holdfast::store::postgres
