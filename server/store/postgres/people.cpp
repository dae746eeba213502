// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/records.hpp"
#include "store/sealed/key_cache.hpp"

namespace holdfast::store::postgres {

namespace {

Version next(Version version) {
  return Version{version.get() + 1};
}

domain::Organisation organisation_of(Rows& r) {
  domain::Organisation o;
  r.into(o.id, o.version, o.slug, o.name, o.line, o.board, o.duty_pack, o.duty_pack_version, o.created);
  return o;
}

domain::Person person_of(Rows& r, const vault::Keyring& ring) {
  domain::Person p;
  std::string name;
  std::string totp;
  r.into(p.id, p.version, p.organisation, p.roles, name, p.login_hash, p.password_hash, totp,
         p.totp_last_step, p.phrase_hash, p.notice_shown, p.disabled, p.created, p.expires);
  p.display_name = open_field(ring, p.id.get(), kDisplayName, name);
  p.totp_secret = open_field(ring, p.id.get(), kTotpSecret, totp);
  return p;
}

std::optional<domain::Person> one_person(Rows rows, const vault::Keyring& ring) {
  if (!rows.row()) return std::nullopt;
  return person_of(rows, ring);
}

std::optional<domain::Organisation> one_organisation(Rows rows) {
  if (!rows.row()) return std::nullopt;
  return organisation_of(rows);
}

}  // namespace

Write put(const domain::Organisation& o) {
  return {
      "INSERT INTO organisation AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT(id) DO UPDATE SET"
      " version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, slug=excluded.slug, "
      "name=excluded.name, line=excluded.line,"
      " board=excluded.board, duty_pack=excluded.duty_pack, duty_pack_version=excluded.duty_pack_version,"
      " created=excluded.created",
      Args{o.id, next(o.version), o.slug, o.name, o.line, o.board, o.duty_pack, o.duty_pack_version,
           o.created}};
}

Write put(const domain::Person& p, const vault::Keyring& ring) {
  const auto name = seal_field(ring, p.id.get(), kDisplayName, p.display_name);
  const auto totp = seal_field(ring, p.id.get(), kTotpSecret, p.totp_secret);
  return {
      "INSERT INTO person AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14) ON CONFLICT(id) DO"
      " UPDATE SET version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, "
      "organisation=excluded.organisation, roles=excluded.roles,"
      " display_name=excluded.display_name, login_hash=excluded.login_hash,"
      " password_hash=excluded.password_hash, totp_secret=excluded.totp_secret,"
      " totp_last_step=excluded.totp_last_step, phrase_hash=excluded.phrase_hash,"
      " notice_shown=excluded.notice_shown, disabled=excluded.disabled, created=excluded.created,"
      " expires=excluded.expires",
      Args{p.id, next(p.version), p.organisation, p.roles, name, p.login_hash, p.password_hash, totp,
           p.totp_last_step, p.phrase_hash, p.notice_shown, p.disabled, p.created, p.expires}};
}

Write put(const domain::Token& t) {
  return {
      "INSERT INTO token AS t VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT(id) DO UPDATE SET"
      " version=CASE WHEN t.version=excluded.version-1 THEN excluded.version END, kind=excluded.kind, "
      "hash=excluded.hash, person=excluded.person,"
      " organisation=excluded.organisation, escalation=excluded.escalation, expires=excluded.expires,"
      " revoked=excluded.revoked",
      Args{t.id, next(t.version), t.kind, t.hash, t.person, t.organisation, t.escalation, t.expires,
           t.revoked}};
}

std::optional<domain::Organisation> organisation(Connection& db, OrganisationId id) {
  return one_organisation(db.ask("SELECT * FROM organisation WHERE id=$1", id));
}

std::optional<domain::Organisation> organisation_by_slug(Connection& db, std::string_view slug) {
  return one_organisation(db.ask("SELECT * FROM organisation WHERE slug=$1", slug));
}

std::vector<domain::Organisation> organisations(Connection& db) {
  Rows rows = db.ask("SELECT * FROM organisation ORDER BY created, id");
  std::vector<domain::Organisation> all;
  while (rows.row()) all.push_back(organisation_of(rows));
  return all;
}

std::optional<domain::Person> person(Connection& db, PersonId id, const vault::Keyring& ring) {
  return one_person(db.ask("SELECT * FROM person WHERE id=$1", id), ring);
}

std::optional<domain::Person> person_by_login(Connection& db, OrganisationId organisation,
                                              std::string_view hash, const vault::Keyring& ring) {
  return one_person(
      db.ask("SELECT * FROM person WHERE organisation=$1 AND login_hash=$2 AND login_hash<>''::bytea",
             organisation, hash),
      ring);
}

std::optional<domain::Person> person_by_phrase(Connection& db, OrganisationId organisation,
                                               std::string_view hash, const vault::Keyring& ring) {
  return one_person(
      db.ask("SELECT * FROM person WHERE organisation=$1 AND phrase_hash=$2 AND phrase_hash<>''::bytea",
             organisation, hash),
      ring);
}

std::vector<domain::Person> staff(Connection& db, OrganisationId organisation, const vault::Keyring& ring) {
  Rows rows = db.ask("SELECT * FROM person WHERE organisation=$1 AND roles & 14 <> 0 ORDER BY created, id",
                     organisation);
  std::vector<domain::Person> all;
  while (rows.row()) all.push_back(person_of(rows, ring));
  return all;
}

std::optional<domain::Token> token(Connection& db, std::string_view hash) {
  Rows rows = db.ask("SELECT * FROM token WHERE hash=$1", hash);
  if (!rows.row()) return std::nullopt;
  domain::Token t;
  rows.into(t.id, t.version, t.kind, t.hash, t.person, t.organisation, t.escalation, t.expires, t.revoked);
  return t;
}

}  // namespace holdfast::store::postgres
