// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sealed/key_cache.hpp"

#include "domain/limits.hpp"

namespace holdfast::store {

vault::KeyringPtr KeyCache::ring() const {
  const std::lock_guard lock{mutex_};
  return ring_;
}

void KeyCache::use(vault::KeyringPtr ring) {
  const std::lock_guard lock{mutex_};
  ring_ = std::move(ring);
}

vault::DataKeyPtr KeyCache::find(ConversationId conversation) const {
  const std::lock_guard lock{mutex_};
  const auto found = keys_.find(conversation);
  return found == keys_.end() ? nullptr : found->second;
}

void KeyCache::put(ConversationId conversation, vault::DataKeyPtr key) {
  const std::lock_guard lock{mutex_};
  put_locked(conversation, std::move(key));
}

void KeyCache::put_locked(ConversationId conversation, vault::DataKeyPtr key) {
  // Ids are random, so the first in the table is a random victim.
  if (keys_.size() >= limits::kKeysCached) keys_.erase(keys_.begin());
  keys_[conversation] = std::move(key);
}

std::uint64_t KeyCache::erasures() const {
  const std::lock_guard lock{mutex_};
  return erasures_;
}

Result<vault::DataKeyPtr> KeyCache::unwrap(ConversationId conversation, std::string_view wrapped,
                                           std::uint64_t erasures) {
  auto key = ring()->unwrap(conversation, wrapped);
  if (!key) return key.error();
  const std::lock_guard lock{mutex_};
  if (erasures == erasures_) put_locked(conversation, *key);
  return *key;
}

void KeyCache::forget(ConversationId conversation) {
  const std::lock_guard lock{mutex_};
  ++erasures_;
  keys_.erase(conversation);
}

std::optional<std::string> seal_field(const vault::Keyring& ring, std::uint64_t record, const char* field,
                                      const Secret& plain) {
  if (plain.empty()) return std::nullopt;
  return ring.seal_field(record, field, plain.reveal());
}

Secret open_field(const vault::Keyring& ring, std::uint64_t record, const char* field,
                  std::string_view sealed) {
  if (sealed.empty()) return Secret{};
  auto plain = ring.open_field(record, field, sealed);
  if (!plain) throw Unreadable{};
  return Secret{std::move(*plain)};
}

}  // namespace holdfast::store
