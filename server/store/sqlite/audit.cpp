// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/audit.hpp"

#include "store/sealed/bytes.hpp"
#include "store/sealed/files.hpp"
#include "vault/vault.hpp"

namespace holdfast::store::sqlite {

namespace {

struct Row {
  std::int64_t id{0};
  domain::AuditEntry entry;
};

void read(Query& q, Row& row) {
  q.into(row.id, row.entry.at, row.entry.organisation, row.entry.actor, row.entry.action, row.entry.object,
         row.entry.detail);
}

std::string link_of(const std::string& before, const Row& row) {
  std::string text = before;
  append_u64(text, static_cast<std::uint64_t>(row.id));
  append_u64(text, static_cast<std::uint64_t>(micros(row.entry.at)));
  append_u64(text, row.entry.organisation.get());
  append_u64(text, row.entry.actor.get());
  append_u64(text, static_cast<std::uint64_t>(row.entry.action));
  append_u64(text, row.entry.object);
  append_u64(text, row.entry.detail);
  return vault::sha256(text);
}

}  // namespace

void append_audit(Connection& db, const domain::AuditEntry& e) {
  run(db, "INSERT INTO audit(at, organisation, actor, action, object, detail) VALUES(?1,?2,?3,?4,?5,?6)",
      e.at, e.organisation, e.actor, e.action, e.object, e.detail);
}

AuditHead audit_head(Connection& db) {
  Query query{db, "SELECT id, link FROM audit_chain ORDER BY id DESC LIMIT 1"};
  AuditHead head;
  if (query.row()) query.into(head.id, head.link);
  return head;
}

bool audit_waits(Connection& db) {
  Query query{
      db, "SELECT coalesce((SELECT max(id) FROM audit),0) > coalesce((SELECT max(id) FROM audit_chain),0)"};
  return query.row() && query.integer(0) != 0;
}

std::size_t chain_audit(Connection& db, std::int64_t most) {
  AuditHead head = audit_head(db);
  std::size_t chained = 0;
  Query rows{db, "SELECT * FROM audit WHERE id>?1 ORDER BY id LIMIT ?2", head.id, most};
  for (Row row; rows.row(); ++chained) {
    read(rows, row);
    head.link = link_of(head.link, row);
    run(db, "INSERT INTO audit_chain VALUES(?1,?2)", row.id, head.link);
  }
  return chained;
}

bool write_audit_head(const std::string& database, const AuditHead& head) {
  std::string text;
  append_u64(text, static_cast<std::uint64_t>(head.id));
  append_text(text, head.link);
  return replace_file(database + ".audit", text, Durable::No);
}

std::optional<AuditHead> read_audit_head(const std::string& database) {
  const auto text = read_file(database + ".audit", 4096);
  if (!text) return std::nullopt;
  std::string_view rest{*text};
  AuditHead head;
  head.id = static_cast<std::int64_t>(take_u64(rest));
  head.link = take_text(rest);
  if (head.id == 0) return std::nullopt;
  return head;
}

std::optional<std::int64_t> first_broken_audit(Connection& db, const std::optional<AuditHead>& exported) {
  Query rows{db,
             "SELECT c.id, a.at, a.organisation, a.actor, a.action, a.object, a.detail, c.link, a.id IS NULL"
             " FROM audit_chain c LEFT JOIN audit a ON a.id=c.id ORDER BY c.id"};
  std::string link;
  std::int64_t expected = 1;
  for (Row row; rows.row(); ++expected) {
    read(rows, row);
    if (row.id != expected) return expected;  // rows are numbered without gaps
    link = link_of(link, row);
    if (rows.integer(8) != 0 || rows.view(7) != link) return row.id;
    if (exported && exported->id == row.id && exported->link != link) return row.id;
  }
  if (exported && exported->id >= expected) return expected;
  // Behind the chain's head stand only rows that wait for the sealer.
  Query behind{db, "SELECT min(id), max(id), count(*) FROM audit WHERE id>=?1", expected};
  if (!behind.row() || behind.integer(2) == 0) return std::nullopt;
  if (behind.integer(0) != expected) return expected;
  if (behind.integer(1) - behind.integer(0) + 1 != behind.integer(2)) return behind.integer(0);
  return std::nullopt;
}

}  // namespace holdfast::store::sqlite
