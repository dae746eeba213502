// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/json.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/socket.hpp"
#include "gateway/stories.hpp"
#include "io/waiter.hpp"

namespace holdfast::tests {

/// A socket in memory, speaking JSON. `say` is what the client sends; `heard` what reached it, one short line
/// a frame: "7 pong", "7 busy", "message 3", "lagging", "draining".
class FakeSocket final : public gateway::Socket {
 public:
  wire::Subprotocol subprotocol() const override { return wire::Subprotocol::Json; }
  io::Task<Result<std::string_view>> read() override {
    if (closed) co_return refuse(Code::Ended);
    if (inbox_.empty()) {
      auto start = [this](io::Waiter<bool> waiter) { reader_.emplace(std::move(waiter)); };
      const auto woken = co_await io::wait_for<bool>(start);
      if (!woken || closed || inbox_.empty()) co_return refuse(Code::Ended);
    }
    reading_ = std::move(inbox_.front());
    inbox_.pop_front();
    co_return std::string_view{reading_};
  }
  void append(const wire::FramePtr& frame, gateway::Haste) override {
    if (!closed) heard.push_back(line_of(frame->bytes()));
  }
  bool has_room() const override { return room; }
  void on_room(std::function<void()> callback) override { on_room_ = std::move(callback); }
  void signed_in() override { ++signed_in_calls; }
  void close(gateway::CloseCode code) override {
    if (!closed) closed = code;
    wake();
  }
  void cut() override { close(gateway::CloseCode::GoingAway); }

  void say(std::string json) {
    inbox_.push_back(std::move(json));
    wake();
  }
  void hang_up() { close(gateway::CloseCode::Normal); }
  void make_room() {
    room = true;
    if (on_room_) on_room_();
  }

  std::vector<std::string> heard;
  std::optional<gateway::CloseCode> closed;
  bool room{true};
  int signed_in_calls{0};

 private:
  void wake() {
    if (!reader_) return;
    auto reader = std::move(*reader_);
    reader_.reset();
    reader.answer(true);
  }
  static std::string line_of(std::string_view frame) {
    const auto payload = frame.substr(frame.find('{'));
    const auto envelope =
        boost::json::parse({payload.data(), payload.size()}).at("envelopes").at(0).as_object();
    if (const auto* notice = envelope.if_contains("notice")) return notice->as_object().begin()->key();
    if (const auto* event = envelope.if_contains("event")) {
      const auto& said = event->as_object();
      if (said.contains("message")) {
        return "message " + std::string{said.at("message").at("message").at("seq").as_string()};
      }
      return said.begin()->key();
    }
    const auto& reply = envelope.at("reply").as_object();
    const auto* id = reply.if_contains("id");
    std::string line = id != nullptr ? std::string{id->as_string()} : "0";
    for (const auto& [key, value] : reply) {
      if (key == "id") continue;
      line +=
          " " + std::string{key == "error" ? std::string{value.at("name").as_string()} : std::string{key}};
    }
    return line;
  }

  std::deque<std::string> inbox_;
  std::string reading_;
  std::optional<io::Waiter<bool>> reader_;
  std::function<void()> on_room_;
};

/// Stories that a test scripts: each request is noted; while `held` it waits for `let_go`.
class FakeStories final : public gateway::Stories {
 public:
  io::Task<Result<service::Actor>> authenticate(Secret token) override {
    service::Actor actor;
    actor.person = PersonId{1};
    actor.token = TokenId{11};
    if (token.reveal() != "good" || revoked) co_return refuse(Code::Unauthenticated);
    if (revoke_after_first) revoked = true;
    co_return actor;
  }
  io::Task<Result<domain::Welcome>> welcome(service::Actor actor) override {
    if (held) co_await wait();
    domain::Welcome welcome;
    welcome.session = actor.session;
    co_return welcome;
  }
  io::Task<domain::SubscribedTo> resume(service::Actor, domain::Cursor cursor) override {
    domain::SubscribedTo item;
    item.conversation = cursor.conversation;
    item.from = cursor.seq;
    item.to = item.head = head;
    if (held) co_await wait();
    if (cursor.conversation == kForbidden) item.refused = refuse(Code::NotFound);
    co_return item;
  }
  io::Task<Result<std::vector<domain::Presence>>> look(std::vector<PersonId> people) override {
    std::vector<domain::Presence> seen;
    for (const PersonId person : people) seen.push_back({.person = person, .connected = true});
    co_return seen;
  }
  io::Task<Result<domain::ReplyBody>> answer(service::Actor, domain::RequestBody request) override {
    if (const auto* watch = std::get_if<domain::WatchPresence>(&request)) {
      domain::PresenceList list;
      for (const PersonId person : watch->people) list.people.push_back({.person = person});
      co_return domain::ReplyBody{std::move(list)};
    }
    if (const auto* send = std::get_if<domain::Send>(&request)) {
      begun.push_back(send->text.reveal());
      if (send->text.reveal() == "throw") throw std::runtime_error{"a story that breaks"};
    }
    if (held) co_await wait();
    co_return domain::ReplyBody{domain::Done{}};
  }
  bool would_flag(const service::Actor&, const domain::Send& send) override {
    ++scanned;
    return send.text.reveal() == "grave";
  }
  void ended(const service::Actor&, Ended how) override { left.push_back(how); }

  void let_go() {
    held = false;
    auto waiting = std::move(waiting_);
    waiting_.clear();
    for (auto& waiter : waiting) waiter.answer(true);
  }

  static constexpr ConversationId kForbidden{666};
  std::vector<std::string> begun;
  std::vector<Ended> left;
  Seq head{0};
  int scanned{0};
  bool held{false};
  bool revoked{false};
  bool revoke_after_first{false};

 private:
  io::Task<void> wait() {
    auto start = [this](io::Waiter<bool> waiter) { waiting_.push_back(std::move(waiter)); };
    const auto ignored = co_await io::wait_for<bool>(start);
    static_cast<void>(ignored);
  }
  std::vector<io::Waiter<bool>> waiting_;
};

}  // namespace holdfast::tests
