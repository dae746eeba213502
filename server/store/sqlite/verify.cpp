// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/verify.hpp"

#include "store/sqlite/audit.hpp"
#include "store/sqlite/connection.hpp"

namespace holdfast::store::sqlite {

namespace {

void add(Findings& findings, std::string sentence) {
  if (findings.broken.size() < kFindingsMost) findings.broken.push_back(std::move(sentence));
}

std::uint64_t count(Connection& db, const char* sql) {
  Query query{db, sql};
  return query.row() ? query.at<std::uint64_t>(0) : 0;
}

void dense_seqs(Connection& db, Findings& findings) {
  Query query{db,
              "SELECT conversation FROM message GROUP BY conversation HAVING count(*)<>max(seq) OR "
              "min(seq)<>1 LIMIT ?1",
              kFindingsMost};
  while (query.row())
    add(findings, "Conversation " + std::to_string(query.integer(0)) + " has a gap in its seqs.");
}

void lost_conversations(Connection& db, Findings& findings) {
  Query query{
      db,
      "SELECT DISTINCT conversation FROM message WHERE conversation NOT IN (SELECT id FROM conversation WHERE"
      " erased=0) OR conversation NOT IN (SELECT conversation FROM data_key) LIMIT ?1",
      kFindingsMost};
  while (query.row()) {
    add(findings,
        "Messages of conversation " + std::to_string(query.integer(0)) + " have no record or no key.");
  }
}

// P5: a seeker's flag from high on has its escalation; a staff member's own disclosure is told privately.
void flags_without_escalation(Connection& db, Findings& findings) {
  Query query{db,
              "SELECT f.conversation, f.seq FROM flag f WHERE f.level>=2"
              " AND NOT EXISTS (SELECT 1 FROM escalation e WHERE e.id=f.escalation)"
              " AND (f.escalation<>0 OR NOT EXISTS (SELECT 1 FROM person p WHERE p.id=f.author AND p.roles & "
              "14 <> 0))"
              " LIMIT ?1",
              kFindingsMost};
  while (query.row()) {
    add(findings, "The flag on message " + std::to_string(query.integer(1)) + " of conversation " +
                      std::to_string(query.integer(0)) + " has no escalation.");
  }
}

}  // namespace

std::string integrity(Connection& db) {
  Query query{db, "PRAGMA integrity_check(1)"};
  if (!query.row()) return "no answer";
  const std::string first{query.view(0)};
  return first == "ok" ? std::string{} : first;
}

Findings verify(Connection& db, const std::string& path) {
  Findings findings;
  const auto exported = read_audit_head(path);  // before the snapshot, which then cannot be older
  const Snapshot snapshot{db};
  // SQLite's own words name pages and indexes, never content.
  if (const std::string broken = integrity(db); !broken.empty())
    add(findings, "The file is damaged: " + broken);
  dense_seqs(db, findings);
  lost_conversations(db, findings);
  flags_without_escalation(db, findings);
  if (const auto row = first_broken_audit(db, exported)) {
    add(findings, "The audit is broken from row " + std::to_string(*row) + " on.");
  }
  findings.conversations = count(db, "SELECT count(*) FROM conversation");
  findings.messages = count(db, "SELECT count(*) FROM message");
  findings.audit_rows = count(db, "SELECT count(*) FROM audit");
  return findings;
}

}  // namespace holdfast::store::sqlite
