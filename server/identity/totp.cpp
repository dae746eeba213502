// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "base/random.hpp"
#include "identity/identity.hpp"

namespace holdfast::identity {
namespace {

constexpr std::size_t kSecretBytes = 20;  // RFC 4226 §4: 160 bits, the length of the hash
constexpr std::size_t kDigits = 6;
constexpr std::int64_t kStepMicros = 30'000'000;

/// RFC 4226 §5.3.
std::string code_at(const std::string& secret, std::uint64_t step) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = counter.size(); i-- > 0; step >>= 8U)
    counter.at(i) = static_cast<unsigned char>(step & 0xFFU);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
           mac.data(), &size) == nullptr) {
    throw std::runtime_error{"HMAC-SHA1 is not available"};
  }
  const std::size_t at = mac.at(size - 1) & 0x0FU;
  std::uint32_t value = (mac.at(at) & 0x7FU) << 24U | static_cast<std::uint32_t>(mac.at(at + 1)) << 16U |
                        static_cast<std::uint32_t>(mac.at(at + 2)) << 8U | mac.at(at + 3);
  std::string digits(kDigits, '0');
  for (std::size_t i = kDigits; i-- > 0; value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  return digits;
}

/// RFC 4648 §6 without padding; 20 bytes are 32 characters.
std::string base32(std::string_view bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[(held >> (bits - 5U)) & 31U];
    held &= (1U << bits) - 1U;
  }
  if (bits > 0) text += kAlphabet[(held << (5U - bits)) & 31U];
  return text;
}

/// RFC 3986 §2.3: everything but the unreserved is escaped.
std::string escaped(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append(1, '%').append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
  }
  return out;
}

}  // namespace

Secret fresh_totp_secret() {
  std::string bytes(kSecretBytes, '\0');
  fill_random(std::as_writable_bytes(std::span{bytes}));
  return Secret{std::move(bytes)};
}

std::optional<std::uint64_t> totp_step(const Secret& secret, std::string_view code, Instant now,
                                       std::uint64_t last_step) {
  if (secret.empty() || code.size() != kDigits || micros(now) < 0) return std::nullopt;
  const auto present = static_cast<std::uint64_t>(micros(now) / kStepMicros);
  std::optional<std::uint64_t> matched;
  // All three are always computed and compared: how long it takes says nothing about which was near.
  for (std::uint64_t step = present == 0 ? 0 : present - 1; step <= present + 1; ++step) {
    const std::string wanted = code_at(secret.reveal(), step);
    const bool same = CRYPTO_memcmp(wanted.data(), code.data(), kDigits) == 0;
    if (same && step > last_step && !matched) matched = step;
  }
  return matched;
}

Secret totp_address(const Secret& secret, std::string_view issuer, std::string_view account) {
  std::string address = "otpauth://totp/" + escaped(issuer) + ":" + escaped(account);
  address += "?secret=" + base32(secret.reveal());
  address += "&issuer=" + escaped(issuer) + "&algorithm=SHA1&digits=6&period=30";
  return Secret{std::move(address)};
}

}  // namespace holdfast::identity
