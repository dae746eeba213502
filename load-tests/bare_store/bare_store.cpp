// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// What the disk and SQLite alone can do: the rows of a message, in batches as the server made them, with no
/// network, no detector, no sealing, no other duty. `bare_store <product|best> <folder> <batch> <seconds>`;
/// `bare_store syncs <folder>` times the bare fdatasync, `bare_store sends <other core>` the bare small
/// write.
///
/// product: the server's own schema, connection settings and statements (G of the goals). best: the leanest
/// schema that still refuses a repeat and keeps one order (G2).
#include <sqlite3.h>

#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "bare_store/disk.hpp"
#include "bare_store/sends.hpp"
#include "domain/limits.hpp"
#include "holdfast/message_id.hpp"
#include "store/sealed/item.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/schema.hpp"
#include "support/words.hpp"

namespace holdfast::load {
namespace {

namespace sqlite = store::sqlite;
using std::chrono::steady_clock;

constexpr std::size_t kConversations = 1024;
constexpr std::size_t kSealing = 33;  // version, nonce, tag and the content's own tags
constexpr std::size_t kCheckpointPages = limits::kWalBytes / 4096;

int told_pages(void* pages, sqlite3*, const char*, int now) {
  *static_cast<std::size_t*>(pages) = static_cast<std::size_t>(now);
  return SQLITE_OK;
}

class Loop {
 public:
  Loop(const std::string& path, bool product)
      : db_{path, sqlite::Connection::Mode::ReadWrite}, product_{product} {
    std::string why;
    if (!sqlite::prepare_writer(db_, why)) throw std::runtime_error{why};
    if (!product_) {
      db_.execute(
          "CREATE TABLE m(id INTEGER PRIMARY KEY, conversation INTEGER, seq INTEGER, author INTEGER, at "
          "INTEGER,"
          " cid BLOB, digest BLOB, body BLOB, UNIQUE(conversation, seq), UNIQUE(cid, author))");
    }
    sqlite3_wal_hook(db_.raw(), &told_pages, &log_pages_);
    for (const std::string_view words : kWords) bodies_.emplace_back(words.size() + kSealing, 'b');
    seqs_.resize(kConversations);
  }

  void batch(std::size_t size) {
    sqlite::run(db_, "BEGIN IMMEDIATE");
    std::string heads;
    for (std::size_t i = 0; i < size; ++i) {
      write_one();
      heads.append(16, 'h');  // the conversation and its head
    }
    ++batches_;
    sqlite::run(db_, "INSERT INTO commit_log VALUES(?1,?2,0,?3,?4,?5)", batches_, NodeId{1}, batches_, wall(),
                heads);
    sqlite::run(db_, "COMMIT");
    if (log_pages_ < kCheckpointPages) return;
    int in_log = 0;
    int moved = 0;
    sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    log_pages_ = 0;
  }

  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  static Instant wall() {
    return std::chrono::time_point_cast<Instant::duration>(std::chrono::system_clock::now());
  }

  void write_one() {
    const std::size_t at = written_ % kConversations;
    const auto id = sdk::fresh_message_id();
    std::memcpy(message_.client_id.bytes.data(), id.bytes.data(), id.bytes.size());
    // Random in the product; any spread-out numbers land on as many pages.
    message_.conversation = ConversationId{(at + 1) * 0x9E3779B97F4A7C15ULL >> 1U};
    message_.author = PersonId{(at + 1) * 0xC2B2AE3D27D4EB4FULL >> 1U};
    message_.seq = Seq{++seqs_[at]};
    message_.at = wall();
    const std::string& body = bodies_[written_ % bodies_.size()];
    if (product_) {
      sqlite::append(db_, message_, sqlite::Once::Yes, digest_, body);
    } else {
      sqlite::run(
          db_,
          "INSERT INTO m(conversation, seq, author, at, cid, digest, body) VALUES(?1,?2,?3,?4,?5,?6,?7)"
          " ON CONFLICT DO NOTHING",
          message_.conversation, message_.seq, message_.author, message_.at, message_.client_id, digest_,
          body);
    }
    ++written_;
  }

  std::size_t log_pages_{0};
  sqlite::Connection db_;
  bool product_;
  domain::Message message_{};
  std::string digest_{std::string(store::kDigestBytes, 'd')};
  std::vector<std::string> bodies_;
  std::vector<std::uint64_t> seqs_;
  std::uint64_t written_{0};
  std::int64_t batches_{0};
};

double cpu_now() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

boost::json::object measure(Loop& loop, std::size_t batch, double seconds) {
  // Once around the log, so that its file has its size: the first pass is the slowest.
  const std::uint64_t warm = limits::kWalBytes / 4096;
  while (loop.written() < warm) loop.batch(batch);
  const std::uint64_t before = loop.written();
  const double cpu_before = cpu_now();
  const auto began = steady_clock::now();
  double took = 0;
  while (took < seconds) {
    loop.batch(batch);
    took = std::chrono::duration<double>(steady_clock::now() - began).count();
  }
  const auto messages = static_cast<double>(loop.written() - before);
  boost::json::object out;
  out["messages_per_second"] = messages / took;
  out["messages_per_cpu_second"] = messages / (cpu_now() - cpu_before);
  return out;
}

boost::json::object play(const std::vector<std::string>& arguments) {
  if (arguments.size() == 2 && arguments[0] == "syncs") {
    const SyncTimes times = time_syncs(arguments[1]);
    return {{"p50_us", times.p50}, {"p99_us", times.p99}};
  }
  if (arguments.size() == 2 && arguments[0] == "sends")
    return {{"cpu_us", cost_of_a_send(std::stoi(arguments[1]))}};
  const bool product = !arguments.empty() && arguments[0] == "product";
  if (arguments.size() != 4 || (!product && arguments[0] != "best")) {
    throw std::invalid_argument{
        "bare_store <product|best> <folder> <batch> <seconds>, syncs <folder>, or sends <core>"};
  }
  Loop loop{arguments[1] + "/" + arguments[0] + ".db", product};
  return measure(loop, std::stoul(arguments[2]), std::stod(arguments[3]));
}

}  // namespace
}  // namespace holdfast::load

int main(int count, char** arguments) {
  try {
    std::cout << boost::json::serialize(holdfast::load::play({arguments + 1, arguments + count})) << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bare_store: " << error.what() << '\n';
    return 1;
  }
}
