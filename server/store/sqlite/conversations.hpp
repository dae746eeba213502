// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "domain/records.hpp"
#include "store/sqlite/connection.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

/// Conversations, members, cursors: rows in and out.
namespace holdfast::store::sqlite {

[[nodiscard]] Version version_of(Connection& db, const domain::Member& record);
void put(Connection& db, const domain::Conversation& record, const vault::Keyring& ring);
void put(Connection& db, const domain::Member& record);
void put_data_key(Connection& db, ConversationId conversation, std::string_view wrapped);

/// True when it moved: cursors only go forward.
[[nodiscard]] bool move_cursor(Connection& db, const MoveCursor& move);

[[nodiscard]] std::optional<domain::Conversation> conversation(Connection& db, ConversationId id,
                                                               const vault::Keyring& ring);
[[nodiscard]] std::optional<domain::Member> member(Connection& db, ConversationId conversation,
                                                   PersonId person);
[[nodiscard]] std::vector<MemberState> members(Connection& db, ConversationId conversation,
                                               const vault::Keyring& ring);
[[nodiscard]] std::vector<ConversationId> conversations_of(Connection& db, PersonId person,
                                                           ConversationId after, std::uint32_t limit);

}  // namespace holdfast::store::sqlite
