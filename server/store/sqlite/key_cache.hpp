// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "store/sqlite/connection.hpp"
#include "vault/vault.hpp"

namespace holdfast::store::sqlite {

/// Unwrapped data keys of the conversations in use, and the ring that unwraps them. Any thread; the lock is
/// held for one look-up. Bounded by limits::kKeysCached.
class KeyCache {
 public:
  explicit KeyCache(vault::KeyringPtr ring) : ring_{std::move(ring)} {}

  [[nodiscard]] vault::KeyringPtr ring() const;
  void use(vault::KeyringPtr ring);

  [[nodiscard]] vault::DataKeyPtr find(ConversationId conversation) const;
  void put(ConversationId conversation, vault::DataKeyPtr key);
  /// From the cache or the database. Empty: none, or erased. Errors: Internal when it cannot be unwrapped.
  [[nodiscard]] Result<vault::DataKeyPtr> load(Connection& db, ConversationId conversation);
  /// After an erasure: forgets it, and whoever read its row before cannot bring it back.
  void forget(ConversationId conversation);

 private:
  void put_locked(ConversationId conversation, vault::DataKeyPtr key);

  mutable std::mutex mutex_;
  vault::KeyringPtr ring_;
  std::unordered_map<ConversationId, vault::DataKeyPtr> keys_;
  std::uint64_t erasures_{0};
};

/// A secret field of a record as a column: empty is stored as NULL, never sealed.
[[nodiscard]] std::optional<std::string> seal_field(const vault::Keyring& ring, std::uint64_t record,
                                                    const char* field, const Secret& plain);
[[nodiscard]] Secret open_field(const vault::Keyring& ring, std::uint64_t record, const char* field,
                                std::string_view sealed);

/// What was sealed here could not be opened: a changed row or a missing key. Its text names neither.
struct Unreadable : std::runtime_error {
  Unreadable() : std::runtime_error{"a sealed value could not be opened"} {}
};

}  // namespace holdfast::store::sqlite
