// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/open.hpp"

#include <algorithm>

#include "store/postgres/postgres_store.hpp"
#include "store/postgres/upkeep.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr std::int64_t kLeastServer = 150'000;  // what the suite runs on; older ones were never tried
constexpr auto kStartPatience = std::chrono::seconds{60};

// What an operator can do about it, by what libpq said. A server that speaks another language is quoted only.
std::string sentence_of(const std::string& said) {
  const auto has = [&said](const char* words) { return said.find(words) != std::string::npos; };
  std::string todo = "check store.postgres";
  if (has("password authentication failed") || has("no password supplied") || has("fe_sendauth"))
    todo = "check user and password in store.postgres";
  if (has("does not exist")) todo = "create that database or role, or check store.postgres";
  if (has("read-write") || has("read-only"))
    todo = "no host of store.postgres takes writes; check which is primary";
  if (has("Connection refused") || has("translate host name") || has("timeout expired") ||
      has("No such file"))
    todo = "check host and port in store.postgres and that the server runs";
  if (has("certificate") || has("SSL")) todo = "check sslmode and sslrootcert in store.postgres";
  if (has("pg_hba.conf")) todo = "let this host in by the server's pg_hba.conf";
  return "PostgreSQL does not let us in (" + said + "): " + todo + ".";
}

Result<void> prepare(const Server& server, std::string& why) {
  std::string said;
  const auto db = Connection::open({server.conninfo, "holdfast migration"}, said);
  if (!db) {
    why = sentence_of(said);
    return refuse(Code::Unavailable);
  }
  db->give_up_at(std::chrono::steady_clock::now() + kStartPatience);
  Rows version = db->ask("SELECT current_setting('server_version_num')::bigint");
  if (version.row() && version.integer(0) < kLeastServer) {
    why = "The PostgreSQL server is older than version 15: upgrade it.";
    return refuse(Code::Unsupported);
  }
  auto migrated = migrate(*db, why);
  if (migrated) replay(*db, *server.ledger);
  return migrated;
}

std::unique_ptr<PostgresDatabase> assemble(const PostgresConfig& config, std::unique_ptr<Server> server,
                                           EventSink& sink, const Clock& clock, Observer& observer) {
  PostgresStore::Parts parts;
  parts.server = std::move(server);
  parts.keys = std::make_unique<KeyCache>(config.keyring);
  parts.readers = std::make_unique<Readers>(*parts.server, std::max<std::size_t>(1, config.readers));
  std::vector<Lane*> lanes;
  for (std::uint32_t i = 0; i < std::max<std::size_t>(1, config.lanes); ++i) {
    const Lane::Parts lane{*parts.server, *parts.keys, sink, clock, observer, i};
    parts.lanes.push_back(std::make_unique<Lane>(lane));
    lanes.push_back(parts.lanes.back().get());
  }
  parts.keeper = std::make_unique<Keeper>(*parts.server, clock);
  parts.watch = std::make_unique<Watch>(std::move(lanes), *parts.readers, config.in_doubt);
  return std::make_unique<PostgresStore>(std::move(parts));
}

}  // namespace

Result<std::unique_ptr<PostgresDatabase>> open_postgres(PostgresConfig config, EventSink& sink,
                                                        const Clock& clock, Observer& observer,
                                                        std::string& why) {
  auto server = std::make_unique<Server>();
  server->conninfo = config.conninfo.reveal();
  server->node = config.node;
  server->in_doubt = config.in_doubt;
  try {
    auto ledger = Ledger::open(config.ledger, why);
    if (!ledger) return ledger.error();
    if (!ledger->drop_before(clock.wall() - 2 * limits::kBackupLife)) return refuse(Code::Unavailable);
    server->ledger = std::make_unique<Ledger>(std::move(*ledger));
    auto prepared = prepare(*server, why);
    if (!prepared) return prepared.error();
    std::string said;
    const auto first = connect(*server, "start", said);
    if (!first) {
      why = sentence_of(said);
      return refuse(Code::Unavailable);
    }
  } catch (const PgError& error) {
    why = std::string{"The PostgreSQL database cannot be prepared ("} + error.what() +
          "): does our role own it, and may it create tables there?";
    return refuse(Code::Unavailable);
  }
  return assemble(config, std::move(server), sink, clock, observer);
}

}  // namespace holdfast::store::postgres
