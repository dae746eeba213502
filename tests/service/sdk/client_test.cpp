// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The client against a server that misbehaves on purpose. Every wait ends by an event or fails at its
// deadline.
#include "holdfast/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "fake_server.hpp"

namespace holdfast::sdk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
namespace asio = boost::asio;
using tests::FakeServer;

constexpr std::uint64_t kRoom = 4;

v1::ServerFrame reply_to(const v1::ClientFrame& frame, const std::function<void(v1::Reply&)>& fill) {
  v1::ServerFrame out;
  v1::Reply& reply = *out.add_envelopes()->mutable_reply();
  reply.set_id(frame.id());
  fill(reply);
  return out;
}

v1::ServerFrame told(std::uint64_t seq) {
  v1::ServerFrame out;
  auto& event = *out.add_envelopes()->mutable_event()->mutable_message();
  event.set_epoch(1);
  event.mutable_message()->set_conversation_id(kRoom);
  event.mutable_message()->set_seq(seq);
  return out;
}

/// A line of one conversation that keeps what it is sent, as a good server does; tests change single answers.
class Line {
 public:
  void operator()(FakeServer::Peer& peer, const v1::ClientFrame& frame) {
    if (before && before(peer, frame)) return;
    if (frame.has_hello())
      peer.tell(reply_to(frame, [](v1::Reply& r) { r.mutable_welcome()->set_epoch(1); }));
    if (frame.has_subscribe()) peer.tell(reply_to(frame, [&](v1::Reply& r) { subscribed(frame, r); }));
    if (frame.has_send()) {
      const auto& id = frame.send().client_message_id();
      const bool repeat = std::find(ids.begin(), ids.end(), id) != ids.end();
      if (!repeat) ids.push_back(id);
      if (swallow_answers > 0) {
        --swallow_answers;
        peer.cut();
        return;
      }
      peer.tell(reply_to(frame, [&](v1::Reply& r) {
        r.mutable_sent()->set_seq(ids.size());
        r.mutable_sent()->set_repeat(repeat);
      }));
    }
  }

  void subscribed(const v1::ClientFrame& frame, v1::Reply& reply) {
    for (const v1::Cursor& cursor : frame.subscribe().cursors()) {
      auto& item = *reply.mutable_subscribed()->add_items();
      item.set_conversation_id(cursor.conversation_id());
      item.set_epoch(1);
      item.set_from_seq(cursor.seq());
      item.set_to_seq(head);
      item.set_head_seq(head);
      for (std::uint64_t seq = cursor.seq() + 1; seq <= head; ++seq) {
        auto& message = *item.add_messages();
        message.set_conversation_id(cursor.conversation_id());
        message.set_seq(seq);
      }
      asked_from.push_back(cursor.seq());
    }
  }

  std::function<bool(FakeServer::Peer&, const v1::ClientFrame&)> before;
  std::uint64_t head{0};
  int swallow_answers{0};
  std::vector<std::string> ids;
  std::vector<std::uint64_t> asked_from;
};

class ClientTest : public testing::Test, public Listener {
 protected:
  ClientTest() : server{context, [this](auto& peer, const auto& frame) { line(peer, frame); }} {
    Options options;
    options.url = server.url();
    options.token = [this] { return token; };
    options.backoff = {5ms, 20ms};
    options.command_deadline = 300ms;
    client = Client::create(context, options, *this);
  }
  ~ClientTest() override {
    client->stop();
    server.stop();
    context.run_for(500ms);
  }

  /// Runs until `done`; fails the test at the deadline.
  void until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!done() && std::chrono::steady_clock::now() < deadline) context.run_one_for(100ms);
    ASSERT_TRUE(done()) << "not within 10 s";
  }

  void on_state(State state, const std::string& reason) override {
    states.push_back(state);
    newest_reason = reason;
  }
  void on_message(const v1::Message& message) override { seqs.push_back(message.seq()); }
  void on_event(const v1::Event&) override { ++events; }
  void on_settled(const MessageId&, const v1::Reply& answer) override { answers.push_back(answer); }
  void on_restated(std::uint64_t, std::uint64_t seq) override { restatements.push_back(seq); }
  void on_refused(std::uint64_t, const v1::Error&) override { ++refusals; }
  [[nodiscard]] bool ready() const { return !states.empty() && states.back() == State::Ready; }
  [[nodiscard]] bool ended() const { return !states.empty() && states.back() == State::Ended; }

  asio::io_context context;
  Line line;
  FakeServer server;
  std::shared_ptr<Client> client;
  std::string token{"token"};
  std::vector<State> states;
  std::string newest_reason;
  std::vector<std::uint64_t> seqs, restatements;
  std::vector<v1::Reply> answers;
  int events{0};
  int refusals{0};
};

TEST_F(ClientTest, a_message_whose_answer_was_cut_is_sent_again_under_the_same_id) {
  line.swallow_answers = 2;
  client->start();
  ASSERT_TRUE(client->send(kRoom, "hello"));
  until([&] { return !answers.empty(); });
  EXPECT_TRUE(answers.at(0).sent().repeat());
  EXPECT_EQ(line.ids.size(), 1U);
  EXPECT_EQ(server.connections(), 3);
  EXPECT_EQ(client->unsent(), 0U);
}

TEST_F(ClientTest, follows_without_gap_or_duplicate_through_a_cut) {
  line.head = 2;
  client->follow(kRoom);
  client->start();
  until([&] { return seqs.size() == 2; });
  line.head = 5;
  server.peer().cut();
  until([&] { return seqs.size() == 5; });
  server.peer().tell(told(5));
  server.peer().tell(told(6));
  until([&] { return seqs.size() == 6; });
  EXPECT_THAT(seqs, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(line.asked_from, ElementsAre(0, 2));
}

TEST_F(ClientTest, a_lost_event_is_read_again) {
  client->follow(kRoom);
  client->start();
  until([&] { return line.asked_from.size() == 1; });
  line.head = 3;
  server.peer().tell(told(3));
  until([&] { return seqs.size() == 3; });
  EXPECT_THAT(seqs, ElementsAre(1, 2, 3));
}

TEST_F(ClientTest, lagging_is_caught_up_at_its_own_pace) {
  client->follow(kRoom);
  client->start();
  until([&] { return line.asked_from.size() == 1; });
  line.head = 4;
  v1::ServerFrame frame;
  frame.add_envelopes()->mutable_notice()->mutable_lagging()->set_conversation_id(kRoom);
  server.peer().tell(frame);
  until([&] { return seqs.size() == 4; });
  EXPECT_THAT(seqs, ElementsAre(1, 2, 3, 4));
}

TEST_F(ClientTest, a_drained_server_is_left_and_found_again) {
  client->start();
  until([&] { return ready(); });
  v1::ServerFrame frame;
  frame.add_envelopes()->mutable_notice()->mutable_draining()->set_reconnect_after_ms(10);
  server.peer().tell(frame);
  server.peer().close(4000);
  until([&] { return server.connections() == 2 && ready(); });
}

TEST_F(ClientTest, a_revoked_token_ends_the_client_for_good) {
  client->start();
  until([&] { return ready(); });
  server.peer().close(4500);
  until([&] { return ended(); });
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTest, a_refused_token_ends_the_client_for_good) {
  line.before = [](FakeServer::Peer& peer, const v1::ClientFrame& frame) {
    peer.tell(
        reply_to(frame, [](v1::Reply& r) { r.mutable_error()->set_code(v1::ERROR_CODE_UNAUTHENTICATED); }));
    return true;
  };
  client->start();
  until([&] { return ended(); });
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientTest, busy_is_waited_for_and_order_is_kept) {
  int refused = 0;
  line.before = [&](FakeServer::Peer& peer, const v1::ClientFrame& frame) {
    if (!frame.has_send() || refused == 2) return false;
    ++refused;
    peer.tell(reply_to(frame, [](v1::Reply& r) {
      r.mutable_error()->set_code(v1::ERROR_CODE_BUSY);
      r.mutable_error()->set_retry_after_ms(20);
    }));
    return true;
  };
  client->start();
  std::vector<std::string> order;
  for (const char* text : {"one", "two", "three"}) order.push_back(as_bytes(*client->send(kRoom, text)));
  until([&] { return answers.size() == 3; });
  EXPECT_EQ(line.ids, order);
}

TEST_F(ClientTest, refused_for_good_is_told_and_not_sent_again) {
  int sends = 0;
  line.before = [&](FakeServer::Peer& peer, const v1::ClientFrame& frame) {
    if (!frame.has_send()) return false;
    ++sends;
    peer.tell(reply_to(frame, [](v1::Reply& r) { r.mutable_error()->set_code(v1::ERROR_CODE_ENDED); }));
    return true;
  };
  client->start();
  ASSERT_TRUE(client->send(kRoom, "hello"));
  until([&] { return !answers.empty(); });
  EXPECT_EQ(answers.at(0).error().code(), v1::ERROR_CODE_ENDED);
  EXPECT_EQ(sends, 1);
  EXPECT_EQ(client->unsent(), 0U);
}

TEST_F(ClientTest, a_request_without_an_answer_ends_at_its_deadline) {
  client->start();
  until([&] { return ready(); });
  v1::Reply got;
  v1::ClientFrame frame;
  frame.mutable_list_waiting();
  client->request(frame, [&](const v1::Reply& reply) { got = reply; });
  until([&] { return got.has_error(); });
  EXPECT_EQ(got.error().code(), v1::ERROR_CODE_DEADLINE_EXCEEDED);
}

TEST_F(ClientTest, a_request_without_a_connection_says_so) {
  v1::Reply got;
  client->request(v1::ClientFrame{}, [&](const v1::Reply& reply) { got = reply; });
  until([&] { return got.has_error(); });
  EXPECT_EQ(got.error().code(), v1::ERROR_CODE_UNAVAILABLE);
}

TEST_F(ClientTest, bytes_that_are_no_frame_cut_the_connection) {
  int hellos = 0;
  line.before = [&](FakeServer::Peer& peer, const v1::ClientFrame& frame) {
    if (!frame.has_hello() || ++hellos > 1) return false;
    v1::ServerFrame broken;
    broken.GetReflection()->MutableUnknownFields(&broken)->AddLengthDelimited(1, "\xff\xff");
    peer.tell(broken);
    return true;
  };
  client->start();
  until([&] { return ready(); });
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTest, an_address_that_is_none_ends_with_a_reason) {
  for (const char* url :
       {"", "ftp://127.0.0.1", "http://127.0.0.1/path", "http://user@127.0.0.1", "127.0.0.1:80"}) {
    Options options;
    options.url = url;
    states.clear();
    auto other = Client::create(context, options, *this);
    other->start();
    until([&] { return ended(); });
    EXPECT_NE(newest_reason, "") << url;
  }
}

}  // namespace
}  // namespace holdfast::sdk
