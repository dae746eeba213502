// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include "gateway/sessions.hpp"
#include "support/manual_clock.hpp"
#include "support/run.hpp"
#include "unit/gateway_session/fakes.hpp"

namespace holdfast::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Ended = Stories::Ended;

io::Task<void> some_turns(io::Reactor& reactor) {
  for (int i = 0; i < 30; ++i) {
    auto turn = io::asio::post(reactor.executor(), io::asio::deferred);
    co_await std::move(turn);
  }
}

struct Counts final : Observer {
  void count(Signal signal, std::uint64_t times) noexcept override {
    seen[static_cast<std::size_t>(signal)] += times;
  }
  std::uint64_t of(Signal signal) const { return seen[static_cast<std::size_t>(signal)]; }
  std::array<std::uint64_t, static_cast<std::size_t>(Signal::kCount)> seen{};
};

class SessionTest : public testing::Test {
 protected:
  // A session that waits for its socket's next message holds that socket: nobody would ever let them go.
  ~SessionTest() override {
    if (const auto socket = opened.lock()) socket->hang_up();
    settle();
  }
  std::shared_ptr<tests::FakeSocket> open() {
    auto socket = std::make_shared<tests::FakeSocket>();
    opened = socket;
    session = std::make_shared<Session>(Session::Place{runner.reactor(), shard, stories, clock, counts},
                                        socket, [this](Session&) { ++gone; });
    session->start();
    return socket;
  }
  std::shared_ptr<tests::FakeSocket> sign_in() {
    auto socket = open();
    say(*socket, R"({"id":"1","hello":{"token":"good","protocol":1}})");
    EXPECT_THAT(socket->heard, ElementsAre("1 welcome"));
    socket->heard.clear();
    return socket;
  }
  void settle() { runner.run(some_turns(runner.reactor())); }
  void say(tests::FakeSocket& socket, std::string json) {
    socket.say(std::move(json));
    settle();
  }
  static std::string send(int id, const std::string& text) {
    return R"({"id":")" + std::to_string(id) +
           R"(","send":{"conversationId":"7","clientMessageId":"AAECAwQFBgcICQoLDA0ODw==","text":")" + text +
           R"("}})";
  }
  static std::string subscribe(int id, int conversation) {
    return R"({"id":")" + std::to_string(id) + R"(","subscribe":{"cursors":[{"conversationId":")" +
           std::to_string(conversation) + R"("}]}})";
  }
  void commit(std::uint64_t seq) {
    auto message = std::make_shared<domain::Message>();
    message->conversation = ConversationId{7};
    message->seq = Seq{seq};
    message->content = domain::Text{Secret{"hello"}};
    shard.deliver(domain::Event{domain::topic(ConversationId{7}), domain::MessageEvent{std::move(message)}});
  }

  Counts counts;
  tests::ManualClock clock;
  hub::Shard shard{Epoch{1}, counts};
  tests::FakeStories stories;
  int gone{0};
  std::shared_ptr<Session> session;
  std::weak_ptr<tests::FakeSocket> opened;
  tests::Runner runner;  // first to go: what still waits in it uses the parts above
};

TEST_F(SessionTest, a_good_token_is_welcomed_and_seated) {
  const auto socket = sign_in();
  EXPECT_EQ(socket->signed_in_calls, 1);
  EXPECT_EQ(shard.listeners(), 1U);
  EXPECT_EQ(session->person(), PersonId{1});
}

TEST_F(SessionTest, a_bad_token_is_told_why_and_does_not_come_back) {
  const auto socket = open();
  say(*socket, R"({"id":"1","hello":{"token":"bad","protocol":1}})");
  EXPECT_THAT(socket->heard, ElementsAre("1 unauthenticated"));
  EXPECT_EQ(socket->closed, CloseCode::Unauthenticated);
  EXPECT_THAT(stories.left, IsEmpty()) << "never here, so nobody left";
  EXPECT_EQ(gone, 1);
}

TEST_F(SessionTest, another_protocol_is_unsupported) {
  const auto socket = open();
  say(*socket, R"({"id":"1","hello":{"token":"good","protocol":2}})");
  EXPECT_THAT(socket->heard, ElementsAre("1 unsupported"));
  EXPECT_EQ(socket->closed, CloseCode::Unsupported);
}

TEST_F(SessionTest, a_request_before_hello_is_unauthenticated) {
  const auto socket = open();
  say(*socket, R"({"id":"5","ping":{"nonce":"1"}})");
  EXPECT_THAT(socket->heard, ElementsAre("5 unauthenticated"));
  EXPECT_EQ(socket->closed, std::nullopt);
}

TEST_F(SessionTest, a_token_revoked_while_signing_in_ends_the_session) {
  stories.revoke_after_first = true;
  const auto socket = open();
  say(*socket, R"({"id":"1","hello":{"token":"good","protocol":1}})");
  EXPECT_EQ(socket->closed, CloseCode::SignedOut);
  EXPECT_EQ(shard.listeners(), 0U);
}

TEST_F(SessionTest, a_socket_cut_while_it_is_welcomed_leaves_nobody_behind) {
  stories.held = true;
  const auto socket = open();
  say(*socket, R"({"id":"1","hello":{"token":"good","protocol":1}})");
  socket->hang_up();
  settle();
  stories.let_go();
  settle();
  EXPECT_THAT(stories.left, ElementsAre(Ended::Dropped));
  EXPECT_EQ(shard.listeners(), 0U);
}

TEST_F(SessionTest, bad_frames_are_answered_and_three_in_a_row_close) {
  const auto socket = sign_in();
  say(*socket, "{");
  say(*socket, "{");
  say(*socket, R"({"id":"2","ping":{"nonce":"1"}})");
  say(*socket, "{");
  say(*socket, "{");
  EXPECT_EQ(socket->closed, std::nullopt);
  say(*socket, "{");
  EXPECT_EQ(socket->closed, CloseCode::TooManyBadFrames);
  EXPECT_THAT(socket->heard, ElementsAre("0 malformed", "0 malformed", "2 pong", "0 malformed", "0 malformed",
                                         "0 malformed"));
}

TEST_F(SessionTest, pipelined_sends_begin_in_order_and_each_gets_one_reply) {
  const auto socket = sign_in();
  stories.held = true;
  for (int id = 2; id <= 4; ++id) socket->say(send(id, std::to_string(id)));
  settle();
  EXPECT_THAT(stories.begun, ElementsAre("2", "3", "4")) << "side by side";
  EXPECT_THAT(socket->heard, IsEmpty());
  stories.let_go();
  settle();
  EXPECT_THAT(socket->heard, ElementsAre("2 done", "3 done", "4 done"));
}

TEST_F(SessionTest, one_request_over_the_in_flight_bound_is_busy) {
  const auto socket = sign_in();
  stories.held = true;
  for (std::size_t i = 0; i <= limits::kInFlight; ++i) socket->say(send(static_cast<int>(100 + i), "hello"));
  settle();
  EXPECT_THAT(socket->heard, ElementsAre("132 busy"));
  EXPECT_EQ(stories.begun.size(), limits::kInFlight);
  stories.let_go();
  settle();
  EXPECT_EQ(socket->heard.size(), limits::kInFlight + 1);
}

TEST_F(SessionTest, over_the_rate_is_told_when_to_come_back_but_an_escalation_never_waits) {
  const auto socket = sign_in();
  for (int i = 0; i < limits::kMessageBurst + 1; ++i) socket->say(R"({"id":"9","ping":{"nonce":"1"}})");
  say(*socket, R"({"id":"10","acknowledge":{"escalationId":"5"}})");
  EXPECT_EQ(std::count(socket->heard.begin(), socket->heard.end(), "9 pong"), limits::kMessageBurst);
  EXPECT_EQ(std::count(socket->heard.begin(), socket->heard.end(), "9 rate_limited"), 1);
  EXPECT_EQ(socket->heard.back(), "10 done");
}

TEST_F(SessionTest, a_grave_text_gets_through_where_others_are_refused_for_their_rate) {
  const auto socket = sign_in();
  for (int i = 0; i < limits::kMessageBurst; ++i) socket->say(R"({"id":"9","ping":{"nonce":"1"}})");
  say(*socket, send(2, "hello"));
  say(*socket, send(3, "grave"));
  EXPECT_THAT(stories.begun, ElementsAre("grave"));
  EXPECT_EQ(std::count(socket->heard.begin(), socket->heard.end(), "2 rate_limited"), 1);
  EXPECT_EQ(socket->heard.back(), "3 done");
}

TEST_F(SessionTest, a_grave_text_gets_through_where_too_much_is_in_flight_up_to_a_bound) {
  const auto socket = sign_in();
  stories.held = true;
  for (std::size_t i = 0; i < limits::kInFlight; ++i) socket->say(send(static_cast<int>(100 + i), "hello"));
  for (std::size_t i = 0; i <= limits::kInFlightGrave; ++i)
    say(*socket, send(static_cast<int>(200 + i), "grave"));
  EXPECT_EQ(stories.begun.size(), limits::kInFlight + limits::kInFlightGrave);
  EXPECT_EQ(socket->heard.size(), 1U);
  stories.let_go();
  settle();
}

TEST_F(SessionTest, a_flood_of_refused_texts_buys_few_scans) {
  const auto socket = sign_in();
  for (int i = 0; i < limits::kMessageBurst; ++i) socket->say(R"({"id":"9","ping":{"nonce":"1"}})");
  for (int i = 0; i < 200; ++i) socket->say(send(1000 + i, "hello"));
  settle();
  EXPECT_EQ(stories.scanned, limits::kRefusedScannedBurst);
}

TEST_F(SessionTest, a_story_that_breaks_still_answers_and_is_counted) {
  const auto socket = sign_in();
  say(*socket, send(2, "throw"));
  EXPECT_THAT(socket->heard, ElementsAre("2 internal"));
  EXPECT_EQ(counts.of(Signal::ReplyForgotten), 1U);
  say(*socket, send(3, "fine"));
  EXPECT_EQ(socket->heard.back(), "3 done") << "the session goes on";
}

TEST_F(SessionTest, the_page_leaves_before_what_passed_while_it_was_read) {
  const auto socket = sign_in();
  stories.held = true;
  stories.head = Seq{4};
  say(*socket, subscribe(2, 7));
  commit(5);
  stories.let_go();
  settle();
  commit(6);
  EXPECT_THAT(socket->heard, ElementsAre("2 subscribed", "message 5", "message 6"));
}

TEST_F(SessionTest, a_refused_conversation_is_not_listened_to) {
  const auto socket = sign_in();
  say(*socket, subscribe(2, 666));
  EXPECT_THAT(socket->heard, ElementsAre("2 subscribed"));
  EXPECT_FALSE(shard.listens(tests::FakeStories::kForbidden, *session));
}

TEST_F(SessionTest, unsubscribing_ends_delivery) {
  const auto socket = sign_in();
  say(*socket, subscribe(2, 7));
  say(*socket, R"({"id":"3","unsubscribe":{"conversationIds":["7"]}})");
  commit(1);
  EXPECT_THAT(socket->heard, ElementsAre("2 subscribed", "3 done"));
}

TEST_F(SessionTest, frames_wait_while_the_socket_has_no_room) {
  const auto socket = sign_in();
  say(*socket, subscribe(2, 7));
  socket->room = false;
  commit(1);
  commit(2);
  EXPECT_THAT(socket->heard, ElementsAre("2 subscribed"));
  socket->make_room();
  EXPECT_THAT(socket->heard, ElementsAre("2 subscribed", "message 1", "message 2"));
}

TEST_F(SessionTest, who_never_reads_replies_is_closed_as_too_slow_and_may_come_back) {
  const auto socket = sign_in();
  socket->room = false;
  for (int i = 0; i < 10'000 && !socket->closed; ++i) {
    socket->say("{}");
    clock.advance(std::chrono::seconds{1});
    say(*socket, R"({"id":"9","ping":{"nonce":"1"}})");
  }
  EXPECT_EQ(socket->closed, CloseCode::TooSlow);
  EXPECT_EQ(counts.of(Signal::SlowSessionClosed), 1U);
}

TEST_F(SessionTest, signing_out_answers_first_and_ends_presence) {
  const auto socket = sign_in();
  say(*socket, R"({"id":"2","signOut":{}})");
  EXPECT_THAT(socket->heard, ElementsAre("2 done"));
  EXPECT_EQ(socket->closed, CloseCode::SignedOut);
  EXPECT_THAT(stories.left, ElementsAre(Ended::SignedOut));
  EXPECT_EQ(gone, 1);
}

TEST_F(SessionTest, a_revoked_token_closes_the_session_later_and_for_good) {
  const auto socket = sign_in();
  shard.deliver(domain::Event{domain::topic(PersonId{1}), domain::TokenRevoked{TokenId{11}}});
  EXPECT_EQ(socket->closed, std::nullopt) << "not inside the hub's loop";
  settle();
  EXPECT_EQ(socket->closed, CloseCode::SignedOut);
}

TEST_F(SessionTest, a_cut_keeps_the_lease_and_what_is_in_flight_goes_on) {
  const auto socket = sign_in();
  stories.held = true;
  say(*socket, send(2, "hello"));
  socket->hang_up();
  settle();
  EXPECT_THAT(stories.left, ElementsAre(Ended::Dropped));
  EXPECT_EQ(shard.listeners(), 0U);
  stories.let_go();
  settle();
  EXPECT_THAT(socket->heard, IsEmpty());
  EXPECT_EQ(counts.of(Signal::ReplyForgotten), 0U);
}

TEST_F(SessionTest, draining_says_so_answers_what_is_in_flight_and_then_closes) {
  const auto socket = sign_in();
  stories.held = true;
  say(*socket, send(2, "hello"));
  session->drain(std::chrono::milliseconds{1500});
  say(*socket, send(3, "too late"));
  EXPECT_THAT(socket->heard, ElementsAre("draining", "3 draining"));
  EXPECT_EQ(socket->closed, std::nullopt);
  stories.let_go();
  settle();
  EXPECT_EQ(socket->heard.back(), "2 done");
  EXPECT_EQ(socket->closed, CloseCode::Draining);
  EXPECT_THAT(stories.left, ElementsAre(Ended::Dropped));
}

TEST_F(SessionTest, presence_is_watched_by_those_the_story_allows) {
  const auto socket = sign_in();
  say(*socket, R"({"id":"2","watchPresence":{"personIds":["5"]}})");
  shard.deliver(domain::Event{domain::topic(PersonId{5}), domain::PresenceEvent{{.person = PersonId{5}}}});
  EXPECT_THAT(socket->heard, ElementsAre("2 presences", "presence"));
}

}  // namespace
}  // namespace holdfast::gateway
