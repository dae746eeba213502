// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/secret.hpp"
#include "io/task.hpp"

namespace holdfast::identity {

/// A token as the client holds it (43 characters of base64url, 256 random bits) and as the store keeps it
/// (SHA-256).
struct FreshToken {
  Secret token;
  std::string hash;
};
[[nodiscard]] FreshToken fresh_token();
/// Gives nothing for text that cannot be a token.
[[nodiscard]] std::optional<std::string> token_hash(const Secret& token);

/// Six words of the 7,776 of the EFF long list, joined by spaces.
[[nodiscard]] Secret fresh_recovery_phrase();
/// Lower case, single spaces, known words only; nothing when it cannot be a phrase.
[[nodiscard]] std::optional<Secret> canonical_phrase(const Secret& typed);

/// RFC 6238, SHA-1, 6 digits, 30 s. Gives the time step that matched within one step of `now` and after
/// `last_step` (a code is good once), or nothing.
[[nodiscard]] Secret fresh_totp_secret();  // 20 bytes
[[nodiscard]] std::optional<std::uint64_t> totp_step(const Secret& secret, std::string_view code, Instant now,
                                                     std::uint64_t last_step);
/// otpauth:// address for an authenticator app.
[[nodiscard]] Secret totp_address(const Secret& secret, std::string_view issuer, std::string_view account);

/// Argon2id (libsodium, moderate by default) on its own bounded threads: 64 waiting, then Busy.
class Passwords {
 public:
  struct Cost {
    unsigned long long operations{3};
    std::size_t memory{64U * 1024U * 1024U};
  };
  Passwords(std::size_t threads, Cost cost);
  ~Passwords();
  /// Errors: Busy.
  io::Task<Result<std::string>> hash(Secret password);
  /// An empty `stored` costs the same as a wrong password, so that nobody learns which logins exist.
  io::Task<Result<bool>> verify(Secret password, std::string stored);

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace holdfast::identity
