// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "domain/ids.hpp"

/// Sealing of what people say: AES-256-GCM, a data key a conversation, wrapped by the installation's key.
namespace holdfast::vault {

/// What a sealed body is bound to. Never the seq: it may be reused after a failover.
struct Binding {
  ConversationId conversation;
  PersonId author;
  ClientMessageId client_id;
};

/// A conversation's data key in memory; wiped when destroyed. Thread-safe: immutable.
class DataKey {
 public:
  explicit DataKey(std::string key32);
  ~DataKey();
  DataKey(const DataKey&) = delete;
  DataKey& operator=(const DataKey&) = delete;

  /// version byte ‖ 96-bit random nonce ‖ ciphertext ‖ 128-bit tag. Source: NIST SP 800-38D.
  [[nodiscard]] std::string seal(const Binding& binding, std::string_view plain) const;
  /// Errors: Internal when the bytes are not what was sealed under this key and binding.
  [[nodiscard]] Result<std::string> open(const Binding& binding, std::string_view sealed) const;
  /// 32-byte HMAC-SHA-256 under a key derived from this one; tells a repeat from another body without keeping
  /// the body.
  [[nodiscard]] std::string digest(std::string_view plain) const;

 private:
  std::string key_;
  std::string digest_key_;
};
using DataKeyPtr = std::shared_ptr<const DataKey>;

/// The installation's keys: one current, older ones still open what they wrapped. Thread-safe: immutable
/// after start.
class Keyring {
 public:
  /// Reads a key file (mode 0600, owned by this user): lines `id base64(32 bytes)`, the last is current.
  /// Errors: Invalid with a sentence in `why`.
  [[nodiscard]] static Result<std::shared_ptr<const Keyring>> load(const std::string& path, std::string& why);
  /// Makes a new key file, never over an existing one.
  [[nodiscard]] static Result<void> create(const std::string& path, std::string& why);
  /// Adds a new current key to the file; old ones stay until everything is wrapped anew.
  [[nodiscard]] static Result<void> rotate(const std::string& path, std::string& why);
  ~Keyring();

  /// A fresh data key and its wrapped form for the store.
  [[nodiscard]] std::pair<DataKeyPtr, std::string> new_data_key(ConversationId conversation) const;
  [[nodiscard]] Result<DataKeyPtr> unwrap(ConversationId conversation, std::string_view wrapped) const;
  /// Wraps under the current key what an older one wrapped; the same bytes when nothing is to do.
  [[nodiscard]] Result<std::string> rewrap(ConversationId conversation, std::string_view wrapped) const;
  /// Small fields of people (display name, TOTP secret): bound to the record's id and a field name.
  [[nodiscard]] std::string seal_field(std::uint64_t record, std::string_view field,
                                       std::string_view plain) const;
  [[nodiscard]] Result<std::string> open_field(std::uint64_t record, std::string_view field,
                                               std::string_view sealed) const;
  /// As `rewrap`, for a field.
  [[nodiscard]] Result<std::string> rewrap_field(std::uint64_t record, std::string_view field,
                                                 std::string_view sealed) const;
  /// HMAC-SHA-256 under the pepper derived from the first key: finds logins and recovery phrases without
  /// storing them.
  [[nodiscard]] std::string peppered(std::string_view purpose, std::string_view text) const;
  /// A 32-byte key of its own by name, from the first key: webhooks, incident records. Rotation does not
  /// change it, so the first line of the key file stays for ever.
  [[nodiscard]] std::string derived_key(std::string_view purpose) const;

  struct Keys;

 private:
  explicit Keyring(std::unique_ptr<const Keys> keys);
  std::unique_ptr<const Keys> keys_;
};
using KeyringPtr = std::shared_ptr<const Keyring>;

/// 32 bytes; chains the audit and hashes tokens. Source: FIPS 180-4.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace holdfast::vault
