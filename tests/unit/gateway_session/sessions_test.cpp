// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/sessions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/manual_clock.hpp"
#include "unit/gateway_session/fakes.hpp"

namespace holdfast::gateway {
namespace {

using namespace std::chrono_literals;

/// Two reactors on threads of their own, as in the application.
class SessionsTest : public testing::Test {
 protected:
  ~SessionsTest() override { reactors.stop_and_join(); }

  template <class F>
  void on(std::size_t reactor, F work) {
    std::promise<void> done;
    reactors.at(reactor).mail(io::Mail{[&] {
      work();
      done.set_value();
    }});
    done.get_future().get();
  }
  /// Asks on the reactor until it is true, at most ten seconds.
  template <class F>
  bool becomes(std::size_t reactor, F question) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    for (bool answer = false; std::chrono::steady_clock::now() < deadline; std::this_thread::yield()) {
      on(reactor, [&] { answer = question(); });
      if (answer) return true;
    }
    return false;
  }
  std::shared_ptr<tests::FakeSocket> open(std::size_t reactor) {
    auto socket = std::make_shared<tests::FakeSocket>();
    on(reactor, [&] { sessions.opened(socket); });
    return socket;
  }
  void sign_in(std::size_t reactor, tests::FakeSocket& socket) {
    on(reactor, [&] { socket.say(R"({"id":"1","hello":{"token":"good","protocol":1}})"); });
    ASSERT_TRUE(becomes(reactor, [&] { return socket.heard == std::vector<std::string>{"1 welcome"}; }));
  }

  NoObserver observer;
  tests::ManualClock clock;
  hub::Shard shards[2]{{Epoch{1}, observer}, {Epoch{1}, observer}};
  tests::FakeStories stories[2];
  io::Reactors reactors{2, observer};
  Sessions sessions{
      reactors, [this](io::Reactor& reactor) {
        return Session::Place{reactor, shards[reactor.index()], stories[reactor.index()], clock, observer};
      }};
};

TEST_F(SessionsTest, draining_tells_every_session_of_every_reactor_and_then_nobody_is_left) {
  reactors.start();
  const auto one = open(0);
  const auto two = open(1);
  const auto stranger = open(1);
  sign_in(0, *one);
  sign_in(1, *two);
  EXPECT_EQ(sessions.live(), 3U);
  sessions.drain();
  ASSERT_TRUE(becomes(0, [&] { return sessions.live() == 0; }));
  on(0, [&] { EXPECT_THAT(one->heard, testing::ElementsAre("1 welcome", "draining")); });
  on(1, [&] { EXPECT_THAT(two->heard, testing::ElementsAre("1 welcome", "draining")); });
  for (const auto& socket : {one, two, stranger}) EXPECT_EQ(socket->closed, CloseCode::Draining);
}

TEST_F(SessionsTest, a_socket_that_opens_while_draining_is_sent_elsewhere) {
  reactors.start();
  sessions.drain();
  const auto late = open(0);
  EXPECT_EQ(late->closed, CloseCode::Draining);
  EXPECT_EQ(sessions.live(), 0U);
}

}  // namespace
}  // namespace holdfast::gateway
