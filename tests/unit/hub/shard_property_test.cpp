// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "hub/shard.hpp"
#include "unit/hub/fake_listener.hpp"

/// Random orders of opening, reading, activating, committing, delivering (late, and on request doubled or
/// lost), slow reading, lagging and leaving. Whatever the order, what each listener read is dense above its
/// page and holds nothing twice.
namespace holdfast::hub {
namespace {

constexpr std::uint64_t kRooms = 3;
ConversationId room_id(std::size_t room) {
  return ConversationId{room + 1};
}

/// A client as the SDK is: pages up to a seq, then expects the next one each time.
class Client {
 public:
  explicit Client(std::uint64_t person)
      : listener{
            PersonId{person}, TokenId{person}, wire::Subprotocol::Protobuf, {.urgent = 4000, .bulk = 120}} {}
  struct Room {
    enum class Is { Out, Reading, Live } is{Is::Out};
    std::uint64_t have{0};
    std::uint64_t page{0};
  };

  void read(std::size_t most) {
    auto& queue = listener.queue();
    for (; most > 0 && !queue.empty(); --most) {
      const auto frame = queue.pop();
      unsigned long id = 0;
      unsigned long seq = 0;
      const std::string line{frame->bytes()};
      if (std::sscanf(line.c_str(), "message %lu/%lu", &id, &seq) == 2) {
        Room& room = rooms.at(id - 1);
        ASSERT_EQ(room.is, Room::Is::Live) << line << " to someone who is not live";
        ASSERT_EQ(seq, room.have + 1) << "a gap or a repeat in " << id;
        room.have = seq;
      } else if (std::sscanf(line.c_str(), "lagging %lu at %lu", &id, &seq) == 2) {
        rooms.at(id - 1).is = Room::Is::Out;
      }
    }
  }

  tests::FakeListener listener;
  std::array<Room, kRooms> rooms;
};

struct Faults {
  bool doubled;
  bool lost;
};

class World {
 public:
  World(unsigned seed, Faults faults) : random_{seed}, faults_{faults} {}

  void run(int steps) {
    for (int i = 0; i < steps && !testing::Test::HasFatalFailure(); ++i) step();
    settle();
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  void step() {
    switch (below(10)) {
      case 0: return arrive();
      case 1: return below(6) == 0 ? depart() : commit();
      case 2:
      case 3: return commit();
      case 4:
      case 5: return pass();
      case 6: return open();
      case 7: return activate();
      default:
        if (!clients_.empty()) any().read(below(5));
    }
  }

  Client& any() { return *clients_[below(clients_.size())]; }

  void arrive() {
    if (clients_.size() >= 12) return;
    clients_.push_back(std::make_unique<Client>(++people_));
    shard_.enter(clients_.back()->listener, OrganisationId{1}, {});
  }

  void depart() {
    if (clients_.empty()) return;
    const auto at = clients_.begin() + static_cast<std::ptrdiff_t>(below(clients_.size()));
    shard_.leave((*at)->listener);
    clients_.erase(at);
  }

  void commit() {
    const std::size_t room = below(kRooms);
    domain::Content content{domain::Text{Secret{"hello"}}};
    if (below(5) == 0) content = domain::FlagNote{};
    const auto event = tests::a_message(room_id(room), ++committed_[room], std::move(content));
    if (faults_.lost && below(20) == 0) return;
    in_flight_.push_back(event);
    if (faults_.doubled && below(10) == 0) in_flight_.push_back(event);
  }

  void pass() {
    store::EventBatch batch;
    for (std::size_t n = below(4); n > 0 && !in_flight_.empty(); --n) {
      batch.events.push_back(in_flight_.front());
      in_flight_.pop_front();
    }
    shard_.deliver(batch);
  }

  void open() {
    if (clients_.empty()) return;
    Client& client = any();
    const std::size_t room = below(kRooms);
    if (client.rooms[room].is != Client::Room::Is::Out) return;
    shard_.open(room_id(room), client.listener);
    client.rooms[room].page = committed_[room];  // the store is read after `open`
    client.rooms[room].is = Client::Room::Is::Reading;
  }

  void activate() {
    if (clients_.empty()) return;
    Client& client = any();
    const std::size_t id = below(kRooms);
    Client::Room& room = client.rooms[id];
    if (room.is != Client::Room::Is::Reading) return;
    if (!shard_.activate(room_id(id), client.listener, Seq{room.page})) {
      room.page = committed_[id];
      return;
    }
    room.have = room.page;
    room.is = Client::Room::Is::Live;
    client.listener.queue().flush();
  }

  /// Everything is delivered, read and reopened: then all have all.
  void settle() {
    while (!in_flight_.empty()) pass();
    for (const auto& client : clients_) {
      client->read(10'000);
      for (std::size_t id = 0; id < kRooms; ++id) {
        auto& room = client->rooms[id];
        if (room.is != Client::Room::Is::Live || faults_.lost) continue;
        EXPECT_EQ(room.have, committed_[id]) << "live, and yet it misses the end of " << id;
      }
    }
    for (const auto& client : clients_) shard_.leave(client->listener);
    EXPECT_EQ(shard_.listeners(), 0U);
  }

  std::mt19937 random_;
  Faults faults_;
  NoObserver observer_;
  Shard shard_{Epoch{1}, observer_};
  std::vector<std::unique_ptr<Client>> clients_;
  std::array<std::uint64_t, kRooms> committed_{};
  std::deque<domain::Event> in_flight_;
  std::uint64_t people_{0};
};

class ShardProperty : public testing::TestWithParam<unsigned> {};

TEST_P(ShardProperty, a_faithful_bus_gives_everyone_a_dense_run) {
  for (unsigned i = 0; i < 50; ++i) World{GetParam() * 1000 + i, {.doubled = false, .lost = false}}.run(600);
}

TEST_P(ShardProperty, a_bus_that_loses_and_doubles_gives_a_dense_run_or_says_lagging) {
  for (unsigned i = 0; i < 50; ++i) World{GetParam() * 1000 + i, {.doubled = true, .lost = true}}.run(600);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ShardProperty, testing::Range(1U, 5U));

}  // namespace
}  // namespace holdfast::hub
