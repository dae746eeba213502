// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <optional>
#include <utility>
#include <vector>

#include "vault/aead.hpp"
#include "vault/key_file.hpp"
#include "vault/vault.hpp"

namespace holdfast::vault {

namespace {

constexpr char kWrapVersion = 1;

struct Working {
  std::string id;
  std::string wrap;   // wraps data keys
  std::string field;  // seals small fields
};

InstallationKey fresh_key() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id{"k"};
  for (const char byte : random_bytes(6)) {
    id.push_back(kHex[(static_cast<unsigned char>(byte) >> 4U) & 15U]);
    id.push_back(kHex[static_cast<unsigned char>(byte) & 15U]);
  }
  return {std::move(id), random_bytes(kKeyBytes)};
}

std::string bound_to(std::string_view what, std::uint64_t record, std::string_view name) {
  std::string out{what};
  out.push_back('\0');
  append_u64(out, record);
  out.append(name);
  return out;
}

// version ‖ length of id ‖ id ‖ nonce ‖ ciphertext ‖ tag
std::string under(const std::string& id, const std::string& sealed) {
  std::string out{kWrapVersion};
  out.push_back(static_cast<char>(id.size()));
  return out + id + sealed;
}

struct Parts {
  std::string_view id;
  std::string_view sealed;
};
std::optional<Parts> split(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != kWrapVersion) return std::nullopt;
  const std::size_t id = static_cast<unsigned char>(bytes[1]);
  if (bytes.size() < 2 + id) return std::nullopt;
  return Parts{bytes.substr(2, id), bytes.substr(2 + id)};
}

}  // namespace

struct Keyring::Keys {
  explicit Keys(std::vector<InstallationKey> installed) {
    pepper = derive(installed.front().key, "holdfast pepper v1");
    root = derive(installed.front().key, "holdfast derived v1");
    for (InstallationKey& key : installed) {
      working.push_back({key.id, derive(key.key, "holdfast wrap v1"), derive(key.key, "holdfast field v1")});
      wipe(key.key);
    }
  }
  ~Keys() {
    wipe(pepper);
    wipe(root);
    for (Working& key : working) {
      wipe(key.wrap);
      wipe(key.field);
    }
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  [[nodiscard]] const Working* find(std::string_view id) const {
    for (const Working& key : working) {
      if (key.id == id) return &key;
    }
    return nullptr;
  }
  [[nodiscard]] const Working& current() const { return working.back(); }

  std::vector<Working> working;
  std::string pepper;
  std::string root;
};

Keyring::Keyring(std::unique_ptr<const Keys> keys) : keys_{std::move(keys)} {}
Keyring::~Keyring() = default;

Result<std::shared_ptr<const Keyring>> Keyring::load(const std::string& path, std::string& why) {
  auto keys = read_key_file(path, why);
  if (!keys) return keys.error();
  return std::shared_ptr<const Keyring>{new Keyring{std::make_unique<const Keys>(std::move(*keys))}};
}

Result<void> Keyring::create(const std::string& path, std::string& why) {
  return write_key_file(path, {fresh_key()}, Existing::Refuse, why);
}

Result<void> Keyring::rotate(const std::string& path, std::string& why) {
  auto keys = read_key_file(path, why);
  if (!keys) return keys.error();
  keys->push_back(fresh_key());
  return write_key_file(path, *keys, Existing::Replace, why);
}

std::pair<DataKeyPtr, std::string> Keyring::new_data_key(ConversationId conversation) const {
  std::string key = random_bytes(kKeyBytes);
  const Working& current = keys_->current();
  std::string wrapped =
      under(current.id, seal_aead(current.wrap, bound_to("data key", conversation.get(), ""), key));
  auto made = std::make_shared<const DataKey>(key);
  wipe(key);
  return {std::move(made), std::move(wrapped)};
}

namespace {

Result<std::string> unwrap_bytes(const Working* key, ConversationId conversation, std::string_view sealed) {
  if (key == nullptr) return refuse(Code::Internal);
  auto plain = open_aead(key->wrap, bound_to("data key", conversation.get(), ""), sealed);
  if (!plain || plain->size() != kKeyBytes) return refuse(Code::Internal);
  return std::move(*plain);
}

}  // namespace

Result<DataKeyPtr> Keyring::unwrap(ConversationId conversation, std::string_view wrapped) const {
  const auto parts = split(wrapped);
  if (!parts) return refuse(Code::Internal);
  auto key = unwrap_bytes(keys_->find(parts->id), conversation, parts->sealed);
  if (!key) return key.error();
  auto made = std::make_shared<const DataKey>(*key);
  wipe(*key);
  return DataKeyPtr{std::move(made)};
}

Result<std::string> Keyring::rewrap(ConversationId conversation, std::string_view wrapped) const {
  const auto parts = split(wrapped);
  if (!parts) return refuse(Code::Internal);
  const Working& current = keys_->current();
  if (parts->id == current.id) return std::string{wrapped};
  auto key = unwrap_bytes(keys_->find(parts->id), conversation, parts->sealed);
  if (!key) return key.error();
  auto sealed = seal_aead(current.wrap, bound_to("data key", conversation.get(), ""), *key);
  wipe(*key);
  return under(current.id, sealed);
}

std::string Keyring::seal_field(std::uint64_t record, std::string_view field, std::string_view plain) const {
  const Working& current = keys_->current();
  return under(current.id, seal_aead(current.field, bound_to("field", record, field), plain));
}

Result<std::string> Keyring::open_field(std::uint64_t record, std::string_view field,
                                        std::string_view sealed) const {
  const auto parts = split(sealed);
  const Working* const key = parts ? keys_->find(parts->id) : nullptr;
  if (key == nullptr) return refuse(Code::Internal);
  auto plain = open_aead(key->field, bound_to("field", record, field), parts->sealed);
  if (!plain) return refuse(Code::Internal);
  return std::move(*plain);
}

Result<std::string> Keyring::rewrap_field(std::uint64_t record, std::string_view field,
                                          std::string_view sealed) const {
  const auto parts = split(sealed);
  if (parts && parts->id == keys_->current().id) return std::string{sealed};
  auto plain = open_field(record, field, sealed);
  if (!plain) return plain.error();
  auto again = seal_field(record, field, *plain);
  wipe(*plain);
  return again;
}

std::string Keyring::peppered(std::string_view purpose, std::string_view text) const {
  std::string bound{purpose};
  bound.push_back('\0');  // ("a", "bc") and ("ab", "c") differ
  bound.append(text);
  auto out = mac(keys_->pepper, bound);
  wipe(bound);
  return out;
}

std::string Keyring::derived_key(std::string_view purpose) const {
  return derive(keys_->root, purpose);
}

}  // namespace holdfast::vault
