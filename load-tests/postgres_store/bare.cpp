// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <libpq-fe.h>
#include <poll.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/random.hpp"
#include "postgres_store/measured.hpp"
#include "store/postgres/values.hpp"

namespace holdfast::load {

namespace {

using store::postgres::Array;
using store::postgres::Blobs;
using store::postgres::Numbers;

// The statements of a batch of plain posts.
constexpr const char* kStatements[] = {
    "BEGIN",
    "SELECT conversation, version, head, erased FROM counter WHERE conversation=ANY($1::bigint[])"
    " ORDER BY conversation FOR NO KEY UPDATE",
    "SELECT t.c, t.a, t.i, m.seq, m.at, m.digest FROM unnest($1::bigint[],$2::bigint[],$3::bytea[])"
    " AS t(c,a,i), LATERAL (SELECT seq, at, digest FROM message WHERE conversation=t.c AND author=t.a"
    " AND cid=t.i AND deduped=1 OFFSET 0) m",
    "SELECT t.c, t.a, l.cid, l.seq FROM unnest($1::bigint[],$2::bigint[]) AS t(c,a), LATERAL (SELECT"
    " cid, seq FROM author_last WHERE conversation=t.c AND author=t.a OFFSET 0) l",
    "SELECT store_time(0)",
    "WITH said AS (INSERT INTO message SELECT * FROM unnest($1::bigint[],$2::bigint[],$3::bigint[],"
    "$4::bigint[],$5::bigint[],$6::bigint[],$7::bigint[],$8::bigint[],$9::bigint[],$10::bytea[],"
    "$11::bytea[],$12::bytea[])), last AS (INSERT INTO author_last SELECT * FROM unnest($13::bigint[],"
    "$14::bigint[],$15::bigint[],$16::bytea[]) ON CONFLICT(conversation, author) DO UPDATE SET"
    " seq=excluded.seq, cid=excluded.cid), head AS (UPDATE counter c SET head=t.h, version=t.v, erased=t.e"
    " FROM unnest($17::bigint[],$18::bigint[],$19::bigint[],$20::bigint[]) AS t(c,h,v,e) WHERE"
    " c.conversation=t.c) INSERT INTO commit_log VALUES(0,$21::bigint,$22::bigint,0,'')",
    "COMMIT"};
enum Step { kBegin, kLock, kRepeats, kLasts, kTime, kWrite, kCommit };

struct Number {
  std::int64_t value;
  [[nodiscard]] std::string bytes() const {
    std::string out;
    for (int shift = 56; shift >= 0; shift -= 8)
      out.push_back(static_cast<char>((static_cast<std::uint64_t>(value) >> shift) & 0xFFU));
    return out;
  }
};

/// One connection and its conversations.
class BareLane {
 public:
  BareLane(const std::string& conninfo, std::int64_t lane)
      : db_{PQconnectdb(conninfo.c_str()), &PQfinish}, lane_{lane} {
    if (PQstatus(db_.get()) != CONNECTION_OK) throw std::runtime_error{PQerrorMessage(db_.get())};
    PQclear(PQexec(db_.get(), "SET plan_cache_mode=force_generic_plan; SET enable_seqscan=off"));
    for (int i = 0; i <= kCommit; ++i)
      PQclear(PQprepare(db_.get(), std::to_string(i).c_str(), kStatements[i], 0, nullptr));
    std::string made = "INSERT INTO counter SELECT unnest('{";
    for (std::size_t i = 0; i < kConversations / kLanes; ++i) {
      conversations_.push_back(static_cast<std::int64_t>(random_id63()));
      made += (i == 0 ? "" : ",") + std::to_string(conversations_.back());
    }
    PQclear(PQexec(db_.get(), (made + "}'::bigint[]), 0, 1, 0").c_str()));
    heads_.resize(conversations_.size());
    PQsetnonblocking(db_.get(), 1);
    PQenterPipelineMode(db_.get());
  }

  void commit(std::size_t size, const std::string& body, const std::string& digest) {
    Numbers conversation, author, seq, at, none, zero, one;
    Blobs cid, digests, bodies;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t which = next_++ % conversations_.size();
      const std::string id = time_ordered();
      conversation.add(conversations_[which]);
      author.add(conversations_[which]);
      seq.add(++heads_[which]);
      at.add(std::int64_t{1'700'000'000'000'000});
      none.add(std::optional<std::int64_t>{});
      zero.add(0);
      one.add(1);
      cid.add(id);
      digests.add(digest);
      bodies.add(body);
    }
    send(kBegin);
    send(kLock, conversation);
    send(kRepeats, conversation, author, cid);
    send(kLasts, conversation, author);
    send(kTime);
    sync();
    read(5);
    send(kWrite, conversation, seq, author, at, none, none, none, zero, one, cid, digests, bodies,
         conversation, author, seq, cid, conversation, seq, one, zero, Number{lane_}, Number{++n_});
    send(kCommit);
    sync();
    read(2);
  }

 private:
  std::string time_ordered() {
    const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    const std::uint64_t random = random_id63();
    std::string id(16, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
      id[i] = static_cast<char>(now >> (56 - 8 * i));
      id[8 + i] = static_cast<char>(random >> (56 - 8 * i));
    }
    return id;
  }
  template <class... Arrays>
  void send(Step step, const Arrays&... arrays) {
    const std::vector<std::string> bytes{arrays.bytes()...};
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const std::string& value : bytes) {
      values.push_back(value.data());
      lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> binary(bytes.size(), 1);
    PQsendQueryPrepared(db_.get(), std::to_string(step).c_str(), static_cast<int>(bytes.size()),
                        values.data(), lengths.data(), binary.data(), 1);
  }
  void sync() {
    PQpipelineSync(db_.get());
    while (PQflush(db_.get()) == 1) {
      wait(POLLIN | POLLOUT);
      PQconsumeInput(db_.get());
    }
  }
  void wait(short events) {
    pollfd polled{PQsocket(db_.get()), events, 0};
    ::poll(&polled, 1, -1);
  }
  PGresult* next() {
    while (PQisBusy(db_.get()) != 0) {
      wait(POLLIN);
      if (PQconsumeInput(db_.get()) != 1) throw std::runtime_error{PQerrorMessage(db_.get())};
    }
    return PQgetResult(db_.get());
  }
  void read(int statements) {
    for (int i = 0; i < statements; ++i) {
      while (PGresult* const result = next()) {
        const ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
          throw std::runtime_error{PQresultErrorMessage(result)};
        PQclear(result);
      }
    }
    PQclear(next());  // the sync
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> db_;
  std::int64_t lane_;
  std::int64_t n_{0};
  std::size_t next_{0};
  std::vector<std::int64_t> conversations_;
  std::vector<std::int64_t> heads_;
};

}  // namespace

Rate run_bare(const std::string& conninfo, std::size_t batch, std::chrono::seconds time) {
  std::vector<std::unique_ptr<BareLane>> lanes;
  static std::int64_t lane = 100;  // a row of the log belongs to one
  for (std::size_t i = 0; i < kLanes; ++i) lanes.push_back(std::make_unique<BareLane>(conninfo, ++lane));
  const std::string body(kBody + 33, 'b');  // as long as when it is sealed
  const std::string digest(16, 'd');
  std::atomic<bool> over{false};
  std::atomic<std::uint64_t> done{0};
  std::vector<std::thread> threads;
  for (auto& one : lanes) {
    threads.emplace_back([&, bare = one.get()] {
      while (!over) {
        bare->commit(batch, body, digest);
        done += batch;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{500});
  const std::uint64_t before = done;
  std::this_thread::sleep_for(time);
  const std::uint64_t committed = done - before;
  over = true;
  for (auto& thread : threads) thread.join();
  return {static_cast<double>(committed) / static_cast<double>(time.count()), static_cast<double>(batch)};
}

}  // namespace holdfast::load
