// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <atomic>
#include <stdexcept>
#include <vector>

#include "base/random.hpp"
#include "io/reactor.hpp"
#include "postgres_store/measured.hpp"

namespace holdfast::load {

namespace {

using namespace store;

/// Counts what leaves; nobody listens.
class Counted final : public EventSink {
 public:
  void publish(std::shared_ptr<const EventBatch> batch) override {
    messages += batch->events.size();
    ++batches;
  }
  std::atomic<std::uint64_t> messages{0}, batches{0};
};

ClientMessageId time_ordered(std::uint64_t n) {
  ClientMessageId id;
  const std::uint64_t random = random_id63();
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(n >> (56 - 8 * i));
    id.bytes[8 + i] = static_cast<std::uint8_t>(random >> (56 - 8 * i));
  }
  return id;
}

struct Sender {
  ConversationId conversation;
  PersonId author;
  std::optional<ClientMessageId> last;
};

struct Run {
  std::atomic<bool> over{false};
  std::atomic<std::uint64_t> done{0}, failed{0};
  std::size_t left{0};
};

io::Task<void> send(Store& store, Sender& sender, Run& run, const std::string& words) {
  while (!run.over) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    Append append;
    append.conversation = sender.conversation;
    append.author = sender.author;
    append.client_id = time_ordered(static_cast<std::uint64_t>(now));
    append.content = domain::Text{Secret{words}};
    append.deduped = true;
    const ClientMessageId id = append.client_id;
    Commit commit;
    commit.guards.push_back(PolicyIs{sender.conversation, Version{1}});
    commit.guards.push_back(AuthorLastIs{sender.conversation, sender.author, sender.last});
    commit.changes.emplace_back(std::move(append));
    const auto result = co_await store.commit(std::move(commit));
    if (result) {
      sender.last = id;
      ++run.done;
    } else {
      ++run.failed;
    }
  }
  if (--run.left == 0) io::Reactor::current()->stop();
}

io::Task<void> create(Store& store, Sender& sender, Run& run) {
  Put<domain::Conversation> put;
  put.record.id = sender.conversation;
  Commit commit;
  commit.changes.emplace_back(put);
  const auto result = co_await store.commit(std::move(commit));
  if (!result) ++run.failed;
  if (--run.left == 0) io::Reactor::current()->stop();
}

}  // namespace

struct ThroughStore::Parts {
  SystemClock clock;
  NoObserver observer;
  Counted counted;
  std::vector<Sender> senders;
  std::unique_ptr<postgres::PostgresDatabase> store;
  std::size_t next{0};
};

ThroughStore::ThroughStore(const std::string& conninfo, const std::string& key_file)
    : parts_{std::make_unique<Parts>()} {
  Parts& p = *parts_;
  std::string why;
  if (!vault::Keyring::create(key_file, why)) throw std::runtime_error{why};
  postgres::PostgresConfig config;
  config.conninfo = Secret{conninfo};
  config.keyring = vault::Keyring::load(key_file, why).value();
  config.ledger = key_file;
  config.node = fresh_id<NodeId>();
  config.lanes = kLanes;
  auto opened = postgres::open_postgres(config, p.counted, p.clock, p.observer, why);
  if (!opened) throw std::runtime_error{why};
  p.store = *std::move(opened);
  Run run;
  io::Reactor reactor{0, p.observer};
  for (std::size_t i = 0; i < kConversations; ++i)
    p.senders.push_back({fresh_id<ConversationId>(), fresh_id<PersonId>(), std::nullopt});
  run.left = p.senders.size();
  for (Sender& sender : p.senders) io::spawn(reactor, create(*p.store, sender, run));
  reactor.run();
  if (run.failed != 0) throw std::runtime_error{"conversations could not be made"};
}

ThroughStore::~ThroughStore() = default;

Rate ThroughStore::run(std::size_t senders, std::chrono::seconds time) {
  Parts& p = *parts_;
  const std::string words(kBody, 'w');
  Run run;
  run.left = senders;
  io::Reactor reactor{0, p.observer};
  for (std::size_t i = 0; i < senders; ++i) {
    Sender& sender = p.senders[p.next++ % p.senders.size()];
    io::spawn(reactor, send(*p.store, sender, run, words));
  }
  std::uint64_t done = 0, batches = 0;
  const auto began = [&] {
    done = run.done;
    batches = p.counted.batches;
  };
  Rate rate;
  auto warm = reactor.timers().after(std::chrono::milliseconds{500}, began);
  auto end = reactor.timers().after(std::chrono::milliseconds{500} + time, [&] {
    const auto committed = static_cast<double>(run.done - done);
    rate.messages = committed / static_cast<double>(time.count());
    rate.batch = committed / static_cast<double>(p.counted.batches - batches);
    run.over = true;
  });
  reactor.run();
  if (run.failed != 0) throw std::runtime_error{"commits failed"};
  return rate;
}

}  // namespace holdfast::load
