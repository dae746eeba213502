// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <sodium.h>

#include <stdexcept>
#include <utility>

#include "vault/aead.hpp"
#include "vault/vault.hpp"

namespace holdfast::vault {

namespace {

constexpr char kSealVersion = 1;

std::string bound_to(const Binding& binding) {
  std::string out;
  out.reserve(33);
  out.push_back(kSealVersion);
  append_u64(out, binding.conversation.get());
  append_u64(out, binding.author.get());
  out.append(reinterpret_cast<const char*>(binding.client_id.bytes.data()), binding.client_id.bytes.size());
  return out;
}

}  // namespace

DataKey::DataKey(std::string key32)
    : key_{derive(key32, "holdfast seal v1")}, digest_key_{derive(key32, "holdfast digest v1")} {
  const bool whole = key32.size() == kKeyBytes;
  wipe(key32);
  if (!whole) throw std::invalid_argument{"a data key has 32 bytes"};
}

DataKey::~DataKey() {
  wipe(key_);
  wipe(digest_key_);
}

std::string DataKey::seal(const Binding& binding, std::string_view plain) const {
  std::string out(1, kSealVersion);
  out += seal_aead(key_, bound_to(binding), plain);
  return out;
}

Result<std::string> DataKey::open(const Binding& binding, std::string_view sealed) const {
  if (sealed.empty() || sealed.front() != kSealVersion) return refuse(Code::Internal);
  auto plain = open_aead(key_, bound_to(binding), sealed.substr(1));
  if (!plain) return refuse(Code::Internal);
  return std::move(*plain);
}

std::string DataKey::digest(std::string_view plain) const {
  return mac(digest_key_, plain);
}

std::string sha256(std::string_view bytes) {
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return out;
}

}  // namespace holdfast::vault
