// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Clients under load through any number of server deaths, and at the end the verdict of the history checker.
//
// stdin, one JSON line: {"url", "rooms", "messages_per_second", "seekers": [token…], "supporter": token};
// later a line "finish". stdout: "ready" once all talk, then one JSON line {"sent", "acknowledged",
// "delivered", "flagged", "broken"}.
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include <unistd.h>

#include "holdfast/client.hpp"
#include "stage.hpp"
#include "support/history/history.hpp"

namespace holdfast::tests {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
namespace v1 = holdfast::v1;

constexpr const char* kCrisis = "i am going to kill myself tonight, message ";
constexpr int kCrisisEvery = 25;
constexpr std::size_t kUnsentMost =
    40;  // a person does not type faster than the line; bounds the drain at the end

Entry entry_of(const v1::Message& message) {
  Entry entry{message.seq(), message.author_id(), message.client_message_id(), {}};
  if (message.content().has_text()) {
    entry.text = message.content().text().text();
  } else {
    entry.client_id.clear();  // the line's own notes
  }
  return entry;
}

/// One person through the storm. The history is told what they sent, were answered and were handed.
class Member final : public sdk::Listener {
 public:
  Member(sdk::Stage& stage, const std::string& url, std::string token, History& history)
      : stage_{stage}, history_{history} {
    sdk::Options options;
    options.url = url;
    options.token = [token = std::move(token)] { return token; };
    options.backoff = {std::chrono::milliseconds{10}, std::chrono::milliseconds{100}};
    options.command_deadline = std::chrono::milliseconds{5'000};
    client_ = sdk::Client::create(stage.context(), std::move(options), *this);
    client_->start();
    stage_.until("sign-in", [this] { return ready_; });
  }

  v1::Reply ask(v1::ClientFrame frame) {
    auto answer = std::make_shared<std::optional<v1::Reply>>();
    client_->request(std::move(frame), [answer](const v1::Reply& reply) { *answer = reply; });
    stage_.until("an answer", [&] { return answer->has_value(); });
    return **answer;
  }

  void follow(std::uint64_t conversation) { client_->follow(conversation); }

  void write(std::uint64_t conversation, const std::string& text) {
    if (client_->unsent() >= kUnsentMost) return;
    const auto id = client_->send(conversation, text);
    if (!id) return;
    conversation_of_[*id] = conversation;
    history_.sent(person(), conversation, sdk::as_bytes(*id), text);
  }

  [[nodiscard]] std::uint64_t person() const { return client_->welcome().person_id(); }
  [[nodiscard]] std::size_t unsent() const { return client_->unsent(); }
  [[nodiscard]] std::size_t delivered() const { return delivered_; }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }
  void stop() { client_->stop(); }

  void on_state(State state, const std::string& reason) override {
    ready_ = state == State::Ready;
    if (state == State::Ended && refusal_.empty()) refusal_ = "ended: " + reason;
  }
  void on_message(const v1::Message& message) override {
    ++delivered_;
    history_.delivered(person(), message.conversation_id(), entry_of(message));
  }
  void on_event(const v1::Event&) override {}
  void on_settled(const sdk::MessageId& id, const v1::Reply& answer) override {
    if (answer.has_sent()) {
      history_.acknowledged(conversation_of_[id], sdk::as_bytes(id), answer.sent().seq());
    } else {
      refusal_ = answer.error().name();
    }
  }
  void on_restated(std::uint64_t, std::uint64_t) override { refusal_ = "a range was restated"; }
  void on_refused(std::uint64_t, const v1::Error& error) override { refusal_ = "refused: " + error.name(); }

 private:
  sdk::Stage& stage_;
  History& history_;
  std::shared_ptr<sdk::Client> client_;
  std::map<sdk::MessageId, std::uint64_t> conversation_of_;
  std::size_t delivered_{0};
  std::string refusal_;
  bool ready_{false};
};

struct Room {
  std::uint64_t conversation{0};
  std::uint64_t staff_side{0};
  std::unique_ptr<Member> seeker;
};

class Storm {
 public:
  Storm(const json::object& asked, std::ostream& quiet)
      : url_{asked.at("url").as_string()},
        stage_{url_, {}, quiet},
        supporter_token_{asked.at("supporter").as_string()},
        per_second_{static_cast<int>(asked.at("messages_per_second").as_int64())} {
    supporter_ = std::make_unique<Member>(stage_, url_, supporter_token_, history_);
    v1::ClientFrame on_call;
    on_call.mutable_set_on_call()->set_on_call(true);
    expect(supporter_->ask(on_call));
    for (const json::value& token : asked.at("seekers").as_array()) open_room(std::string{token.as_string()});
  }

  void talk_until_told() {
    asio::posix::stream_descriptor input{stage_.context(), ::dup(STDIN_FILENO)};
    asio::streambuf line;
    bool told = false;
    asio::async_read_until(input, line, '\n', [&](boost::system::error_code, std::size_t) { told = true; });
    write_again();
    std::cout << "ready" << std::endl;
    stage_.until(
        "the word to finish", [&] { return told; }, std::chrono::hours{24});
    talking_ = false;
  }

  json::object verdict() {
    stage_.until(
        "every message has its answer", [&] { return all_sent(); }, std::chrono::seconds{120});
    for (Room& room : rooms_) read_finally(room);
    json::object out;
    out["sent"] = history_.sent_count();
    out["acknowledged"] = history_.acknowledged_count();
    std::size_t delivered = supporter_->delivered();
    for (const Room& room : rooms_) delivered += room.seeker->delivered();
    out["delivered"] = delivered;
    out["flagged"] = flagged_;
    json::array broken;
    for (const std::string& sentence : history_.broken()) broken.emplace_back(sentence);
    for (const Room& room : rooms_) {
      if (!room.seeker->refusal().empty()) broken.emplace_back("a seeker met: " + room.seeker->refusal());
    }
    if (!supporter_->refusal().empty()) broken.emplace_back("the supporter met: " + supporter_->refusal());
    out["broken"] = std::move(broken);
    return out;
  }

 private:
  static v1::Reply expect(v1::Reply reply) {
    if (reply.has_error()) throw sdk::Missed{"set-up was refused: " + reply.error().name()};
    return reply;
  }

  void open_room(std::string token) {
    Room room;
    room.seeker = std::make_unique<Member>(stage_, url_, std::move(token), history_);
    v1::ClientFrame ask;
    ask.mutable_ask_for_help()->set_language("en");
    const v1::Reply asked = expect(room.seeker->ask(ask));
    room.conversation = asked.request().request().conversation_id();
    v1::ClientFrame take;
    take.mutable_take_request()->set_request_id(asked.request().request().id());
    const v1::Reply taken = expect(supporter_->ask(take));
    room.staff_side = taken.conversation().conversation().staff_side_id();
    room.seeker->follow(room.conversation);
    supporter_->follow(room.conversation);
    rooms_.push_back(std::move(room));
  }

  void write_again() {
    if (!talking_) return;
    everyone_writes();
    ticker_.expires_after(std::chrono::milliseconds{1000 / per_second_});
    ticker_.async_wait([this](boost::system::error_code ec) {
      if (!ec) write_again();
    });
  }

  void everyone_writes() {
    Room& room = rooms_.at(count_ % rooms_.size());
    ++count_;
    const std::string number = std::to_string(count_);
    if (count_ % kCrisisEvery == 0) {
      room.seeker->write(room.conversation, kCrisis + number);
    } else {
      room.seeker->write(room.conversation, "the evening is long, message " + number);
    }
    if (count_ % 2 == 0) supporter_->write(room.conversation, "I am reading, message " + number);
  }

  [[nodiscard]] bool all_sent() const {
    std::size_t unsent = supporter_->unsent();
    for (const Room& room : rooms_) unsent += room.seeker->unsent();
    return unsent == 0;
  }

  std::vector<v1::Message> whole(Member& reader, std::uint64_t conversation) {
    std::vector<v1::Message> all;
    for (;;) {
      v1::ClientFrame frame;
      frame.mutable_history()->set_conversation_id(conversation);
      frame.mutable_history()->set_after_seq(all.empty() ? 0 : all.back().seq());
      const v1::Reply reply = reader.ask(frame);
      if (reply.has_error() && reply.error().retry_after_ms() > 0) continue;
      expect(reply);
      all.insert(all.end(), reply.page().messages().begin(), reply.page().messages().end());
      if (!reply.page().more()) return all;
    }
  }

  void read_finally(Room& room) {
    std::vector<Entry> entries;
    const auto messages = whole(*supporter_, room.conversation);
    for (const v1::Message& message : messages) entries.push_back(entry_of(message));
    history_.finally_read(supporter_->person(), room.conversation, entries);
    entries.clear();
    for (const v1::Message& message : whole(*room.seeker, room.conversation))
      entries.push_back(entry_of(message));
    history_.finally_read(room.seeker->person(), room.conversation, std::move(entries));

    std::set<std::uint64_t> flags;
    bool escalated = false;
    for (const v1::Message& note : whole(*supporter_, room.staff_side)) {
      if (note.content().has_flag()) flags.insert(note.about().seq());
      escalated = escalated || note.content().has_escalation();
    }
    for (const v1::Message& message : messages) {
      if (message.content().text().text().rfind(kCrisis, 0) != 0) continue;
      ++flagged_;
      history_.flagged(room.conversation, message.seq(), escalated && flags.contains(message.seq()));
    }
  }

  std::string url_;
  sdk::Stage stage_;
  std::string supporter_token_;
  int per_second_;
  History history_;
  std::unique_ptr<Member> supporter_;
  std::vector<Room> rooms_;
  asio::steady_timer ticker_{stage_.context()};
  bool talking_{true};
  std::size_t count_{0};
  std::size_t flagged_{0};
};

}  // namespace
}  // namespace holdfast::tests

int main() {
  std::string first;
  // Read by hand: what follows the first line belongs to the asynchronous reader.
  for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) first.push_back(c);
  std::ostringstream quiet;
  try {
    holdfast::tests::Storm storm{boost::json::parse(first).as_object(), quiet};
    storm.talk_until_told();
    std::cout << boost::json::serialize(storm.verdict()) << std::endl;
    // The clients' coroutines end with the process; nothing is left to say.
    std::_Exit(0);
  } catch (const std::exception& missed) {
    std::cout << boost::json::serialize(boost::json::object{{"broken", boost::json::array{missed.what()}}})
              << std::endl;
    std::_Exit(1);
  }
}
