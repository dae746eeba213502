// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The primitives of this room: one cipher, one MAC, one derivation, and nothing to choose.
namespace holdfast::vault {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

/// nonce ‖ ciphertext ‖ tag under AES-256-GCM with a fresh random nonce. Source: NIST SP 800-38D §8.2.2.
[[nodiscard]] std::string seal_aead(std::string_view key, std::string_view bound, std::string_view plain);
/// Empty when anything differs from what was sealed.
[[nodiscard]] std::optional<std::string> open_aead(std::string_view key, std::string_view bound,
                                                   std::string_view sealed);

/// 32 bytes derived by HKDF-SHA-256 under a name. Source: RFC 5869.
[[nodiscard]] std::string derive(std::string_view key, std::string_view purpose);
/// HMAC-SHA-256, 32 bytes.
[[nodiscard]] std::string mac(std::string_view key, std::string_view text);

/// `count` bytes of the kernel's generator.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// Overwrites in a way the compiler keeps.
void wipe(std::string& secret) noexcept;
/// Big-endian, so that bindings are the same on every machine.
void append_u64(std::string& out, std::uint64_t value);

}  // namespace holdfast::vault
