// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/error.hpp"
#include "domain/ids.hpp"
#include "vault/vault.hpp"

namespace holdfast::store {

/// Unwrapped data keys of the conversations in use, and the ring that unwraps them. Any thread; the lock is
/// held for one look-up. Bounded by limits::kKeysCached.
class KeyCache {
 public:
  explicit KeyCache(vault::KeyringPtr ring) : ring_{std::move(ring)} {}

  [[nodiscard]] vault::KeyringPtr ring() const;
  void use(vault::KeyringPtr ring);

  [[nodiscard]] vault::DataKeyPtr find(ConversationId conversation) const;
  void put(ConversationId conversation, vault::DataKeyPtr key);
  /// How many erasures were told of; read it before the wrapped key is.
  [[nodiscard]] std::uint64_t erasures() const;
  /// Unwraps what was read from the store and keeps it, unless something was erased since `erasures` was
  /// read. Errors: Internal when it cannot be unwrapped.
  [[nodiscard]] Result<vault::DataKeyPtr> unwrap(ConversationId conversation, std::string_view wrapped,
                                                 std::uint64_t erasures);
  /// After an erasure: forgets it, and whoever read its row before cannot bring it back.
  void forget(ConversationId conversation);

 private:
  void put_locked(ConversationId conversation, vault::DataKeyPtr key);

  mutable std::mutex mutex_;
  vault::KeyringPtr ring_;
  std::unordered_map<ConversationId, vault::DataKeyPtr> keys_;
  std::uint64_t erasures_{0};
};

// The names under which fields are sealed.
inline constexpr const char* kDisplayName = "display_name";
inline constexpr const char* kTotpSecret = "totp_secret";
inline constexpr const char* kConversationName = "name";

/// A secret field of a record as a column: empty is stored as NULL, never sealed.
[[nodiscard]] std::optional<std::string> seal_field(const vault::Keyring& ring, std::uint64_t record,
                                                    const char* field, const Secret& plain);
[[nodiscard]] Secret open_field(const vault::Keyring& ring, std::uint64_t record, const char* field,
                                std::string_view sealed);

/// What was sealed here could not be opened: a changed row or a missing key. Its text names neither.
struct Unreadable : std::runtime_error {
  Unreadable() : std::runtime_error{"a sealed value could not be opened"} {}
};

}  // namespace holdfast::store
