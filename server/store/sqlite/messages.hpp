// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/sealed/key_cache.hpp"
#include "store/sealed/ledger.hpp"
#include "store/sqlite/connection.hpp"
#include "store/store.hpp"

/// Messages: rows in and out.
namespace holdfast::store::sqlite {

/// The first commit of a client message id.
struct Stored {
  Seq seq;
  Instant at;
  std::string digest;  // empty: a tombstone, whose body nobody can compare any more
};
[[nodiscard]] std::optional<Stored> stored(Connection& db, const domain::Message& message);

enum class Once : std::uint8_t { No = 0, Yes = 1 };
void append(Connection& db, const domain::Message& message, Once once, std::string_view digest,
            std::string_view body);

/// When the message was said; empty when there is none or it is a tombstone already.
[[nodiscard]] std::optional<Instant> said_at(Connection& db, MessageRef message);
[[nodiscard]] bool exists(Connection& db, MessageRef message);
/// Content and digest gone, the tombstone stays.
void erase_message(Connection& db, MessageRef message);
/// Key, bodies, flags, name gone; the row and its head stay so that people are told the truth.
void erase_conversation(Connection& db, ConversationId conversation);
/// Erases what the database still holds of the ledger. Gives how many.
std::size_t replay(Connection& db, const Ledger& ledger);

/// From the cache or the database. Empty: none, or erased. Errors: Internal when it cannot be unwrapped.
[[nodiscard]] Result<vault::DataKeyPtr> load_key(KeyCache& keys, Connection& db, ConversationId conversation);

[[nodiscard]] Seq head_of(Connection& db, ConversationId conversation);

/// The author's newest message among the newest `window` of the conversation.
struct AuthorLast {
  ClientMessageId id;
  Seq seq;
};
[[nodiscard]] std::optional<AuthorLast> author_last(Connection& db, ConversationId conversation,
                                                    PersonId author, std::int64_t window);

/// Errors: Invalid unless exactly one of before and after is given; Internal when a body cannot be opened.
[[nodiscard]] Result<HistoryPage> history(Connection& db, const HistoryQuery& query, KeyCache& keys);
[[nodiscard]] Result<std::optional<PostFacts>> post_facts(Connection& db, ConversationId conversation,
                                                          PersonId author, KeyCache& keys);

}  // namespace holdfast::store::sqlite
