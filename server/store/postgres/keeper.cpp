// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/keeper.hpp"

#include "store/postgres/audit.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr std::int64_t kPruneStep = 8192;  // commit_log rows a second
constexpr std::int64_t kChainStep = 4096;  // audit rows a second: far above what people can cause
constexpr auto kTurn = std::chrono::seconds{1};

}  // namespace

Keeper::Keeper(Server& server, const Clock& clock) : server_{server}, clock_{clock} {
  thread_ = std::thread{[this] { run(); }};
}

Keeper::~Keeper() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Keeper::run() {
  for (;;) {
    turn();
    std::unique_lock lock{mutex_};
    if (wake_.wait_for(lock, kTurn, [this] { return ending_; })) return;
  }
}

void Keeper::turn() {
  try {
    std::string why;
    if (!db_) db_ = connect(server_, "keeper", why);
    if (!db_) {
      server_.writable = false;
      return;
    }
    db_->give_up_at(std::chrono::steady_clock::now() + server_.in_doubt);
    probe(*db_);
    chain_audit(*db_, kChainStep);
    prune(*db_);
  } catch (const PgError& error) {
    if (error.fault() != Fault::Passes) server_.writable = false;
    db_.reset();
  }
}

// Nodes write one row in turn; a lock that is not given says nothing about the server.
void Keeper::probe(Connection& db) {
  compare_clocks(db, server_);
  Rows waits = db.ask(
      "SELECT (current_setting('synchronous_standby_names')<>'' AND"
      " current_setting('synchronous_commit') NOT IN ('local','off'))::int");
  if (waits.row()) server_.standby = waits.integer(0) != 0 ? Standby::Synchronous : Standby::Asynchronous;
  static_cast<void>(db.ask("UPDATE meta SET value=store_time($1) WHERE name='probed'", clock_.wall()));
  server_.writable = true;
}

void Keeper::prune(Connection& db) {
  const auto age = std::chrono::duration_cast<Duration>(limits::kLogAge).count();
  static_cast<void>(
      db.ask("DELETE FROM commit_log WHERE (node, lane, n) IN (SELECT node, lane, n FROM commit_log"
             " WHERE at<store_time($1)-$2::bigint ORDER BY at LIMIT $3)",
             clock_.wall(), age, kPruneStep));
}

}  // namespace holdfast::store::postgres
