// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "unit/hub/fake_listener.hpp"

namespace holdfast::hub {
namespace {

using testing::ElementsAre;

class HubTest : public testing::Test {
 protected:
  /// Runs on that reactor's thread and waits for it.
  template <class F>
  void on(std::size_t reactor, F work) {
    std::promise<void> done;
    reactors.at(reactor).mail(io::Mail{[&] {
      work();
      done.set_value();
    }});
    done.get_future().get();
  }

  NoObserver observer;
  io::Reactors reactors{2, observer};
  Hub hub{reactors, Epoch{1}, observer};
};

TEST_F(HubTest, a_batch_reaches_the_listeners_of_every_reactor_in_order) {
  reactors.start();
  tests::FakeListener one{PersonId{1}};
  tests::FakeListener two{PersonId{2}};
  const ConversationId room{7};
  const auto join = [&](std::size_t reactor, tests::FakeListener& listener) {
    on(reactor, [&] {
      hub.shard(reactor).enter(listener, OrganisationId{1}, {});
      hub.shard(reactor).open(room, listener);
      EXPECT_TRUE(hub.shard(reactor).activate(room, listener, Seq{0}));
    });
  };
  join(0, one);
  join(1, two);
  for (std::uint64_t seq = 1; seq <= 2; ++seq) {
    hub.receive(std::make_shared<const store::EventBatch>(tests::batch_of({tests::a_message(room, seq)})));
  }
  hub.receive_passing({domain::topic(room), domain::TypingEvent{room, PersonId{1}, true}});
  std::vector<std::string> first;
  std::vector<std::string> second;
  on(0, [&] { first = one.read(); });
  on(1, [&] { second = two.read(); });
  EXPECT_THAT(first, ElementsAre("message 7/1", "message 7/2", "typing"));
  EXPECT_THAT(second, ElementsAre("message 7/1", "message 7/2", "typing"));
  reactors.stop_and_join();
}

}  // namespace
}  // namespace holdfast::hub
