// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/audit.hpp"
#include "store/postgres/upkeep.hpp"

namespace holdfast::store::postgres {

namespace {

void add(Findings& findings, std::string sentence) {
  if (findings.broken.size() < kFindingsMost) findings.broken.push_back(std::move(sentence));
}

std::uint64_t count(Rows rows) {
  return rows.row() ? rows.at<std::uint64_t>(0) : 0;
}

void seqs(Connection& db, Findings& findings) {
  Rows gaps = db.ask(
      "SELECT conversation FROM message GROUP BY conversation HAVING count(*)<>max(seq) OR"
      " min(seq)<>1 LIMIT $1",
      kFindingsMost);
  while (gaps.row())
    add(findings, "Conversation " + std::to_string(gaps.integer(0)) + " has a gap in its seqs.");
  Rows heads = db.ask(
      "SELECT c.conversation FROM counter c WHERE c.erased=0 AND c.head<>(SELECT"
      " coalesce(max(seq),0) FROM message m WHERE m.conversation=c.conversation) LIMIT $1",
      kFindingsMost);
  while (heads.row()) {
    add(findings,
        "The counter of conversation " + std::to_string(heads.integer(0)) + " is not at its last message.");
  }
}

void lost_conversations(Connection& db, Findings& findings) {
  Rows lost = db.ask(
      "SELECT DISTINCT m.conversation FROM message m WHERE NOT EXISTS(SELECT FROM counter c JOIN"
      " conversation r ON r.id=c.conversation AND r.version=c.version WHERE"
      " c.conversation=m.conversation AND c.erased=0) OR NOT EXISTS(SELECT FROM data_key k WHERE"
      " k.conversation=m.conversation) LIMIT $1",
      kFindingsMost);
  while (lost.row()) {
    add(findings,
        "Messages of conversation " + std::to_string(lost.integer(0)) + " have no record or no key.");
  }
}

// P5: a seeker's flag from high on has its escalation; a staff member's own disclosure is told privately.
void flags_without_escalation(Connection& db, Findings& findings) {
  Rows bare = db.ask(
      "SELECT f.conversation, f.seq FROM flag f WHERE f.level>=2"
      " AND NOT EXISTS (SELECT FROM escalation e WHERE e.id=f.escalation)"
      " AND (f.escalation<>0 OR NOT EXISTS (SELECT FROM person p WHERE p.id=f.author AND"
      " p.roles & 14 <> 0)) LIMIT $1",
      kFindingsMost);
  while (bare.row()) {
    add(findings, "The flag on message " + std::to_string(bare.integer(1)) + " of conversation " +
                      std::to_string(bare.integer(0)) + " has no escalation.");
  }
}

}  // namespace

Findings verify(Connection& db) {
  Findings findings;
  static_cast<void>(db.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
  seqs(db, findings);
  lost_conversations(db, findings);
  flags_without_escalation(db, findings);
  if (const auto row = first_broken_audit(db))
    add(findings, "The audit is broken from row " + std::to_string(*row) + " on.");
  findings.conversations = count(db.ask("SELECT count(*) FROM conversation"));
  findings.messages = count(db.ask("SELECT count(*) FROM message"));
  findings.audit_rows = count(db.ask("SELECT count(*) FROM audit"));
  static_cast<void>(db.ask("COMMIT"));
  return findings;
}

}  // namespace holdfast::store::postgres
