// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/arriving.hpp"

#include <algorithm>
#include <utility>

#include "domain/limits.hpp"
#include "service/changes.hpp"

namespace holdfast::service {

Arrived let_in(Context& ctx, store::Commit& commit, domain::Person person, Instant now) {
  Secret phrase = identity::fresh_recovery_phrase();
  const Instant expires = now + limits::kAnonymousLife;
  person.phrase_hash = phrase_hash(ctx, phrase);
  person.expires = expires;
  auto token = put_token(commit, person, domain::TokenKind::Session, expires);
  Arrived arrived{person.id, person.organisation, std::move(token.token), std::move(phrase), expires};
  put(commit, std::move(person));
  return arrived;
}

std::string phrase_hash(Context& ctx, const Secret& phrase) {
  return ctx.keyring.peppered("phrase", phrase.reveal());
}
std::string login_hash(Context& ctx, const Secret& login) {
  return ctx.keyring.peppered("login", login.reveal());
}

std::optional<Secret> canonical_login(const Secret& login) {
  std::string text = login.reveal();
  const auto first = text.find_first_not_of(' ');
  const auto last = text.find_last_not_of(' ');
  if (first == std::string::npos) return std::nullopt;
  text = text.substr(first, last - first + 1);
  if (text.size() < limits::kLoginLeast || text.size() > limits::kLoginMost) return std::nullopt;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return std::nullopt;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return Secret{std::move(text)};
}

NewToken put_token(store::Commit& commit, const domain::Person& person, domain::TokenKind kind,
                   Instant expires) {
  auto fresh = identity::fresh_token();
  domain::Token token;
  token.id = fresh_id<TokenId>();
  token.kind = kind;
  token.hash = std::move(fresh.hash);
  token.person = person.id;
  token.organisation = person.organisation;
  token.expires = expires;
  put(commit, std::move(token));
  return {std::move(fresh.token), expires};
}

}  // namespace holdfast::service
