// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <sodium.h>

#include <array>
#include <cstddef>

#include "base/random.hpp"
#include "identity/identity.hpp"

namespace holdfast::identity {
namespace {

constexpr std::size_t kBytes = 32;
constexpr std::size_t kCharacters = 43;  // base64url without padding, RFC 4648 §5
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using Bits = std::array<unsigned char, kBytes>;

std::string sha256(const Bits& bits) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bits.data(), bits.size());
  return {digest.begin(), digest.end()};
}

}  // namespace

FreshToken fresh_token() {
  Bits bits{};
  fill_random(std::as_writable_bytes(std::span{bits}));
  std::string text(kCharacters + 1, '\0');
  sodium_bin2base64(text.data(), text.size(), bits.data(), bits.size(), kVariant);
  text.resize(kCharacters);
  FreshToken fresh{Secret{std::move(text)}, sha256(bits)};
  sodium_memzero(bits.data(), bits.size());
  return fresh;
}

std::optional<std::string> token_hash(const Secret& token) {
  const std::string& text = token.reveal();
  if (text.size() != kCharacters) return std::nullopt;
  Bits bits{};
  std::size_t read = 0;
  const int bad = sodium_base642bin(bits.data(), bits.size(), text.data(), text.size(), nullptr, &read,
                                    nullptr, kVariant);
  if (bad != 0 || read != kBytes) return std::nullopt;
  std::string hash = sha256(bits);
  sodium_memzero(bits.data(), bits.size());
  return hash;
}

}  // namespace holdfast::identity
