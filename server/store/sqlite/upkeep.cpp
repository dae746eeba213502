// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/upkeep.hpp"

#include <sqlite3.h>

#include "domain/limits.hpp"
#include "store/sqlite/audit.hpp"
#include "store/sqlite/schema.hpp"

namespace holdfast::store::sqlite {

namespace {

using std::chrono::steady_clock;
constexpr std::size_t kPage = 4096;
constexpr std::size_t kDuePages = limits::kWalBytes / kPage;
constexpr std::size_t kLullPages = limits::kWalLullBytes / kPage;
constexpr std::size_t kMostPages = limits::kWalMost / kPage;
constexpr auto kLull = std::chrono::milliseconds{200};
constexpr auto kSecond = std::chrono::seconds{1};
constexpr std::int64_t kChainStep = 4096;  // audit rows a second: far above what people can cause
constexpr std::int64_t kPruneStep = 8192;  // commit_log rows a second

int told_pages(void* pages, sqlite3*, const char*, int now) {
  *static_cast<std::size_t*>(pages) = static_cast<std::size_t>(now);
  return SQLITE_OK;
}

}  // namespace

Upkeep::Upkeep(Parts parts) : parts_{std::move(parts)}, next_checkpoint_{kDuePages} {
  sqlite3_wal_hook(parts_.db.raw(), &told_pages, &log_pages_);
  mark();
}

Upkeep::~Upkeep() {
  sqlite3_wal_hook(parts_.db.raw(), nullptr, nullptr);
}

// True when the whole log is in the database file.
bool Upkeep::checkpoint(Checkpoint kind) {
  int in_log = 0;
  int moved = 0;
  const bool truncate = kind == Checkpoint::Truncate;
  if (truncate) sqlite3_busy_timeout(parts_.db.raw(), 500);
  const int code = sqlite3_wal_checkpoint_v2(
      parts_.db.raw(), nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &in_log,
      &moved);
  if (truncate) sqlite3_busy_timeout(parts_.db.raw(), 0);
  if (code != SQLITE_OK && SqliteError{code}.sync_failed()) std::abort();  // as a failed sync of a commit
  return code == SQLITE_OK && in_log == moved;
}

void Upkeep::checkpoint_when_due(Load load) {
  if (log_pages_ >= kMostPages) {
    parts_.cut_readers();
    if (checkpoint(Checkpoint::Truncate)) log_pages_ = 0;
    next_checkpoint_ = kDuePages;
    return;
  }
  const bool lull =
      load == Load::Idle && log_pages_ >= kLullPages && steady_clock::now() - last_busy_ >= kLull;
  if (log_pages_ < next_checkpoint_ && !lull) return;
  // After a whole checkpoint the next commit starts the log anew; until then a reader holds it, and we try
  // later.
  next_checkpoint_ = checkpoint(Checkpoint::Passive) ? kDuePages : log_pages_ + kDuePages / 4;
  log_pages_ = lull ? 0 : log_pages_;
}

void Upkeep::clean_log() {
  if (!checkpoint(Checkpoint::Truncate)) {
    parts_.cut_readers();
    if (!checkpoint(Checkpoint::Truncate)) return;  // tried again each second
  }
  log_pages_ = 0;
  parts_.committer.erased_cleaned();
}

void Upkeep::mark() {
  const Marker now{parts_.store, parts_.epoch.get(), parts_.committer.last_commit()};
  if (now != marker_ && write_marker(parts_.path, now, Durable::No)) marker_ = now;
}

void Upkeep::each_second() {
  const bool quiet = probed_commit_ == parts_.committer.last_commit();
  probed_commit_ = parts_.committer.last_commit();
  const bool chain = audit_waits(parts_.db);
  if (quiet || chain || !parts_.committer.writable()) {
    const Instant now = parts_.clock.wall();
    parts_.committer.own_transaction([&](Connection& db) {
      set_meta(db, "probed", micros(now));
      if (chain) chain_audit(db, kChainStep);
      run(db,
          "DELETE FROM commit_log WHERE id IN (SELECT id FROM commit_log WHERE id<?1 AND (id<=?1-?2 OR at<?3)"
          " ORDER BY id LIMIT ?4)",
          parts_.committer.last_commit(), limits::kLogKept, now - limits::kLogAge, kPruneStep);
    });
  }
  if (parts_.committer.erased()) clean_log();
  mark();
  if (chain) export_audit_head();
}

// Beside the database: rows cut off its end, or a chain made anew, then show against it; so it never goes
// back.
void Upkeep::export_audit_head() {
  const AuditHead head = audit_head(parts_.db);
  const auto before = read_audit_head(parts_.path);
  if (!before || before->id < head.id) static_cast<void>(write_audit_head(parts_.path, head));
}

void Upkeep::turn(Load load) {
  const auto now = steady_clock::now();
  if (load == Load::Busy) last_busy_ = now;
  try {
    checkpoint_when_due(load);
    if (now - last_second_ < kSecond) return;
    last_second_ = now;
    each_second();
  } catch (const SqliteError&) {
    // Upkeep waits a second; commits report for themselves.
    last_second_ = now;
  }
}

void Upkeep::end() {
  try {
    while (audit_waits(parts_.db) && parts_.committer.writable()) {
      parts_.committer.own_transaction([](Connection& db) { chain_audit(db, kChainStep); });
    }
    export_audit_head();
    checkpoint(Checkpoint::Truncate);
  } catch (const SqliteError&) {
    // The next start recovers from the log.
  }
  mark();
}

}  // namespace holdfast::store::sqlite
