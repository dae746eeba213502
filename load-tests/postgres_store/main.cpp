// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Durable messages a second through the PostgreSQL store, beside a bare libpq loop with the same batches and
// pgbench's single inserts at 32 clients, in one run on one server. Prints rates and ratios.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

#include "postgres_store/measured.hpp"
#include "support/real_postgres.hpp"

namespace holdfast::load {
namespace {

constexpr int kRounds = 3;
constexpr std::array<std::size_t, 3> kSenders{64, 256, 1024};

double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string output_of(const std::string& command) {
  std::string out;
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
    out.append(block.data(), got);
  ::pclose(pipe);
  return out;
}

// One message a transaction, the smallest row that could hold it, with the index that finds it again.
double run_pgbench(const tests::RealPostgres& server, const std::string& folder, long seconds) {
  server.run("postgres",
             "SET client_min_messages=warning; DROP TABLE IF EXISTS single; CREATE TABLE single(id bigserial "
             "PRIMARY KEY, conversation bigint,"
             " author bigint, at timestamptz DEFAULT clock_timestamp(), body bytea)");
  const std::string script = folder + "/single.sql";
  std::ofstream{script}
      << "\\set c random(1, 4000)\n"
         "INSERT INTO single(conversation, author, body) VALUES (:c, :c, decode(repeat('62', "
      << kBody << "), 'hex'));\n";
  const std::string out =
      output_of("/usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 32 -j 2 -T " + std::to_string(seconds) +
                " -f " + script + " '" + server.conninfo("postgres") + "' 2>/dev/null");
  const std::size_t at = out.find("tps = ");
  return at == std::string::npos ? 0 : std::atof(out.c_str() + at + 6);
}

int measure(std::chrono::seconds time) {
  tests::RealPostgres server{tests::RealPostgres::Kind::Durable};
  const tests::TempDir folder;
  const std::string conninfo = server.conninfo(server.fresh_database());
  ThroughStore store{conninfo, (folder.path() / "keys").string()};

  std::printf("%8s %8s %10s %10s %10s %10s %12s\n", "senders", "batch", "store/s", "bare/s", "pgbench/s",
              "of bare", "of pgbench");
  for (const std::size_t senders : kSenders) {
    std::vector<double> through, bare, single, of_bare, of_single;
    double batch = 0;
    for (int round = 0; round < kRounds; ++round) {
      // Beside each other, so that whatever else the machine does meets all three.
      const double one = run_pgbench(server, folder.path().string(), time.count());
      const Rate rate = store.run(senders, time);
      const auto size = static_cast<std::size_t>(std::max(1.0, std::round(rate.batch)));
      const Rate loop = run_bare(conninfo, size, time);
      single.push_back(one);
      through.push_back(rate.messages);
      bare.push_back(loop.messages);
      of_bare.push_back(rate.messages / loop.messages);
      of_single.push_back(rate.messages / one);
      batch = rate.batch;
    }
    std::printf("%8zu %8.1f %10.0f %10.0f %10.0f %10.2f %12.2f\n", senders, batch, middle(through),
                middle(bare), middle(single), middle(of_bare), middle(of_single));
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace holdfast::load

int main(int argc, char** argv) {
  try {
    return holdfast::load::measure(std::chrono::seconds{argc > 1 ? std::max(1, std::atoi(argv[1])) : 4});
  } catch (const std::exception& error) {
    std::cerr << "postgres_store: " << error.what() << '\n';
    return 1;
  }
}
