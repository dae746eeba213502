// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/people.hpp"

#include "store/sealed/key_cache.hpp"

namespace holdfast::store::sqlite {

namespace {

Version next(Version version) {
  return Version{version.get() + 1};
}

template <class Id>
Version version_in(Connection& db, const char* sql, Id id) {
  Query query{db, sql, id};
  return query.row() ? query.at<Version>(0) : Version{};
}

domain::Organisation organisation_of(Query& q) {
  domain::Organisation o;
  q.into(o.id, o.version, o.slug, o.name, o.line, o.board, o.duty_pack, o.duty_pack_version, o.created);
  return o;
}

domain::Person person_of(Query& q, const vault::Keyring& ring) {
  domain::Person p;
  std::string name;
  std::string totp;
  q.into(p.id, p.version, p.organisation, p.roles, name, p.login_hash, p.password_hash, totp,
         p.totp_last_step, p.phrase_hash, p.notice_shown, p.disabled, p.created, p.expires);
  p.display_name = open_field(ring, p.id.get(), kDisplayName, name);
  p.totp_secret = open_field(ring, p.id.get(), kTotpSecret, totp);
  return p;
}

std::optional<domain::Person> one_person(Query& q, const vault::Keyring& ring) {
  if (!q.row()) return std::nullopt;
  return person_of(q, ring);
}

std::optional<domain::Organisation> one_organisation(Query& q) {
  if (!q.row()) return std::nullopt;
  return organisation_of(q);
}

}  // namespace

Version version_of(Connection& db, const domain::Organisation& record) {
  return version_in(db, "SELECT version FROM organisation WHERE id=?1", record.id);
}
Version version_of(Connection& db, const domain::Person& record) {
  return version_in(db, "SELECT version FROM person WHERE id=?1", record.id);
}
Version version_of(Connection& db, const domain::Token& record) {
  return version_in(db, "SELECT version FROM token WHERE id=?1", record.id);
}

bool taken(Connection& db, const domain::Organisation& record) {
  Query query{db, "SELECT 1 FROM organisation WHERE slug=?1 AND id<>?2", record.slug, record.id};
  return query.row();
}

bool taken(Connection& db, const domain::Person& record) {
  if (!record.login_hash.empty()) {
    Query login{db,
                "SELECT 1 FROM person WHERE organisation=?1 AND login_hash=?2 AND login_hash<>x'' AND id<>?3",
                record.organisation, record.login_hash, record.id};
    if (login.row()) return true;
  }
  if (record.phrase_hash.empty()) return false;
  Query phrase{
      db, "SELECT 1 FROM person WHERE organisation=?1 AND phrase_hash=?2 AND phrase_hash<>x'' AND id<>?3",
      record.organisation, record.phrase_hash, record.id};
  return phrase.row();
}

bool taken(Connection& db, const domain::Token& record) {
  Query query{db, "SELECT 1 FROM token WHERE hash=?1 AND id<>?2", record.hash, record.id};
  return query.row();
}

void put(Connection& db, const domain::Organisation& o) {
  run(db,
      "INSERT INTO organisation VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT(id) DO UPDATE SET version=?2, "
      "slug=?3,"
      " name=?4, line=?5, board=?6, duty_pack=?7, duty_pack_version=?8, created=?9",
      o.id, next(o.version), o.slug, o.name, o.line, o.board, o.duty_pack, o.duty_pack_version, o.created);
}

void put(Connection& db, const domain::Person& p, const vault::Keyring& ring) {
  const auto name = seal_field(ring, p.id.get(), kDisplayName, p.display_name);
  const auto totp = seal_field(ring, p.id.get(), kTotpSecret, p.totp_secret);
  run(db,
      "INSERT INTO person VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14) ON CONFLICT(id) DO UPDATE "
      "SET"
      " version=?2, organisation=?3, roles=?4, display_name=?5, login_hash=?6, password_hash=?7, "
      "totp_secret=?8,"
      " totp_last_step=?9, phrase_hash=?10, notice_shown=?11, disabled=?12, created=?13, expires=?14",
      p.id, next(p.version), p.organisation, p.roles, name, p.login_hash, p.password_hash, totp,
      p.totp_last_step, p.phrase_hash, p.notice_shown, p.disabled, p.created, p.expires);
}

void put(Connection& db, const domain::Token& t) {
  run(db,
      "INSERT INTO token VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9) ON CONFLICT(id) DO UPDATE SET version=?2, "
      "kind=?3, hash=?4,"
      " person=?5, organisation=?6, escalation=?7, expires=?8, revoked=?9",
      t.id, next(t.version), t.kind, t.hash, t.person, t.organisation, t.escalation, t.expires, t.revoked);
}

std::optional<domain::Organisation> organisation(Connection& db, OrganisationId id) {
  Query query{db, "SELECT * FROM organisation WHERE id=?1", id};
  return one_organisation(query);
}

std::optional<domain::Organisation> organisation_by_slug(Connection& db, std::string_view slug) {
  Query query{db, "SELECT * FROM organisation WHERE slug=?1", slug};
  return one_organisation(query);
}

std::vector<domain::Organisation> organisations(Connection& db) {
  Query query{db, "SELECT * FROM organisation ORDER BY created, id"};
  std::vector<domain::Organisation> all;
  while (query.row()) all.push_back(organisation_of(query));
  return all;
}

std::optional<domain::Person> person(Connection& db, PersonId id, const vault::Keyring& ring) {
  Query query{db, "SELECT * FROM person WHERE id=?1", id};
  return one_person(query, ring);
}

std::optional<domain::Person> person_by_login(Connection& db, OrganisationId organisation,
                                              std::string_view hash, const vault::Keyring& ring) {
  Query query{db, "SELECT * FROM person WHERE organisation=?1 AND login_hash=?2 AND login_hash<>x''",
              organisation, hash};
  return one_person(query, ring);
}

std::optional<domain::Person> person_by_phrase(Connection& db, OrganisationId organisation,
                                               std::string_view hash, const vault::Keyring& ring) {
  Query query{db, "SELECT * FROM person WHERE organisation=?1 AND phrase_hash=?2 AND phrase_hash<>x''",
              organisation, hash};
  return one_person(query, ring);
}

std::vector<domain::Person> staff(Connection& db, OrganisationId organisation, const vault::Keyring& ring) {
  Query query{db, "SELECT * FROM person WHERE organisation=?1 AND roles & 14 <> 0 ORDER BY created, id",
              organisation};
  std::vector<domain::Person> all;
  while (query.row()) all.push_back(person_of(query, ring));
  return all;
}

std::optional<domain::Token> token(Connection& db, std::string_view hash) {
  Query query{db, "SELECT * FROM token WHERE hash=?1", hash};
  if (!query.row()) return std::nullopt;
  domain::Token t;
  query.into(t.id, t.version, t.kind, t.hash, t.person, t.organisation, t.escalation, t.expires, t.revoked);
  return t;
}

}  // namespace holdfast::store::sqlite
