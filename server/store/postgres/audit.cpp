// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/audit.hpp"

#include <string>
#include <vector>

#include "domain/records.hpp"
#include "store/sealed/bytes.hpp"
#include "vault/vault.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr std::int64_t kChaining = 0x6175646974;  // "audit"; one node chains at a time

struct Row {
  std::int64_t id{0};
  domain::AuditEntry entry;
};

void read(Rows& rows, int first, Row& row) {
  rows.into_from(first, row.id, row.entry.at, row.entry.organisation, row.entry.actor, row.entry.action,
                 row.entry.object, row.entry.detail);
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

std::size_t chain_audit(Connection& db, std::int64_t most) {
  static_cast<void>(db.ask("BEGIN"));
  Rows mine = db.ask("SELECT pg_try_advisory_xact_lock($1)", kChaining);
  Rows waiting =
      db.ask("SELECT a.* FROM audit_waiting w JOIN audit a ON a.id=w.audit ORDER BY a.id LIMIT $1", most);
  Numbers ns;
  Numbers ids;
  Blobs links;
  if (mine.row() && mine.integer(0) != 0) {
    std::int64_t n = 0;
    std::string link;
    Rows head = db.ask("SELECT n, link FROM audit_chain ORDER BY n DESC LIMIT 1");
    if (head.row()) head.into(n, link);
    for (Row row; waiting.row();) {
      read(waiting, 0, row);
      link = link_of(link, row);
      ns.add(++n);
      ids.add(row.id);
      links.add(link);
    }
  }
  if (!ns.empty()) {
    static_cast<void>(
        db.ask("INSERT INTO audit_chain SELECT * FROM unnest($1::bigint[],$2::bigint[],$3::bytea[])", ns, ids,
               links));
    static_cast<void>(db.ask("DELETE FROM audit_waiting WHERE audit=ANY($1::bigint[])", ids));
  }
  static_cast<void>(db.ask("COMMIT"));
  return ns.size();
}

std::optional<std::int64_t> first_broken_audit(Connection& db) {
  Rows rows = db.ask(
      "SELECT c.n, c.link, c.audit, a.at, a.organisation, a.actor, a.action, a.object, a.detail,"
      " a.id IS NULL FROM audit_chain c LEFT JOIN audit a ON a.id=c.audit ORDER BY c.n");
  std::string link;
  std::int64_t expected = 1;
  for (Row row; rows.row(); ++expected) {
    if (rows.integer(0) != expected) return expected;
    read(rows, 2, row);
    link = link_of(link, row);
    if (rows.integer(9) != 0 || rows.view(1) != link) return expected;
  }
  Rows behind = db.ask(
      "SELECT EXISTS(SELECT FROM audit a WHERE NOT EXISTS(SELECT FROM audit_chain c WHERE"
      " c.audit=a.id) AND NOT EXISTS(SELECT FROM audit_waiting w WHERE w.audit=a.id))");
  if (behind.row() && behind.integer(0) != 0) return expected;
  return std::nullopt;
}

}  // namespace holdfast::store::postgres
