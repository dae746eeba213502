// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/server.hpp"

namespace holdfast::store::postgres {

bool Server::remember(const std::vector<Erasure>& erasures) {
  if (erasures.empty()) return true;
  const std::lock_guard lock{ledger_mutex};
  return ledger->append(erasures);
}

namespace {

// A paused node's session is ended by the server within a second, and a lock that is not given within half a
// one is left to be tried again: both well inside kInDoubt. Plans are made once: the tables are found by
// their keys whatever the parameters.
constexpr const char* kSession =
    "SET idle_in_transaction_session_timeout='1s'; SET lock_timeout='500ms'; SET plan_cache_mode="
    "force_generic_plan; SET jit=off; SET enable_seqscan=off;"
    "SELECT set_config('synchronous_commit','on',false) WHERE current_setting('synchronous_commit')='off'";

bool branched(Connection& db, Server& server) {
  Rows rows = db.ask(
      "SELECT (SELECT value FROM meta WHERE name='epoch'),"
      " EXISTS(SELECT FROM meta m JOIN history_now n USING(name) WHERE m.value<>n.value)");
  if (!rows.row()) return false;
  server.epoch = rows.at<std::uint64_t>(0);
  return rows.integer(1) != 0;
}

}  // namespace

void settle_epoch(Connection& db, Server& server) {
  if (!branched(db, server)) return;
  // Under the row's lock, so that nodes that notice together raise it once.
  db.send("BEGIN");
  db.send("SELECT value FROM meta WHERE name='epoch' FOR UPDATE");
  db.send(
      "UPDATE meta SET value=value+1 WHERE name='epoch'"
      " AND EXISTS(SELECT FROM meta m JOIN history_now n USING(name) WHERE m.value<>n.value)");
  db.send("UPDATE meta SET value=n.value FROM history_now n WHERE n.name=meta.name AND n.value<>meta.value");
  db.send("COMMIT");
  db.sync();
  db.settle();
  static_cast<void>(branched(db, server));
}

void compare_clocks(Connection& db, Server& server) {
  const SystemClock clock;
  const Instant before = clock.wall();
  Rows there = db.ask("SELECT (extract(epoch FROM clock_timestamp())*1000000)::bigint");
  const Instant after = clock.wall();
  if (there.row()) server.clock_ahead = (before + (after - before) / 2 - there.at<Instant>(0)).count();
}

std::unique_ptr<Connection> connect(Server& server, const std::string& role, std::string& why) {
  const std::string name = "holdfast " + std::to_string(server.node.get()) + " " + role;
  auto db = Connection::open({server.conninfo, name}, why);
  if (!db) return nullptr;
  try {
    db->give_up_at(std::chrono::steady_clock::now() + 3 * server.in_doubt);
    db->execute(kSession);
    settle_epoch(*db, server);
    compare_clocks(*db, server);
  } catch (const PgError& error) {
    why = error.what();
    return nullptr;
  }
  return db;
}

}  // namespace holdfast::store::postgres
