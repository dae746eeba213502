// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/stories.hpp"

namespace holdfast::service {

/// Gives an anonymous person a fresh phrase, a fresh token and their time, and puts both records into
/// `commit`.
[[nodiscard]] Arrived let_in(Context& ctx, store::Commit& commit, domain::Person person, Instant now);

/// How a recovery phrase is found again without being stored.
[[nodiscard]] std::string phrase_hash(Context& ctx, const Secret& phrase);
[[nodiscard]] std::string login_hash(Context& ctx, const Secret& login);
/// Trimmed, lower case (ASCII); nothing when it cannot be a login.
[[nodiscard]] std::optional<Secret> canonical_login(const Secret& login);

/// A session token for `person` put into `commit`.
struct NewToken {
  Secret token;
  Instant expires;
};
[[nodiscard]] NewToken put_token(store::Commit& commit, const domain::Person& person, domain::TokenKind kind,
                                 Instant expires);

}  // namespace holdfast::service
