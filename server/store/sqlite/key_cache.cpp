// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/key_cache.hpp"

#include "domain/limits.hpp"

namespace holdfast::store::sqlite {

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

Result<vault::DataKeyPtr> KeyCache::load(Connection& db, ConversationId conversation) {
  std::uint64_t erasures = 0;
  vault::KeyringPtr ring;
  {
    const std::lock_guard lock{mutex_};
    const auto found = keys_.find(conversation);
    if (found != keys_.end()) return found->second;
    erasures = erasures_;
    ring = ring_;
  }
  Query query{db, "SELECT wrapped FROM data_key WHERE conversation=?1", conversation};
  if (!query.row()) return vault::DataKeyPtr{};
  auto key = ring->unwrap(conversation, query.view(0));
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

}  // namespace holdfast::store::sqlite
