// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <random>

#include "followed.hpp"
#include "holdfast/unsent.hpp"
#include "socket.hpp"

namespace holdfast::sdk {

namespace {

using Time = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

constexpr milliseconds kTick{100};  // how late a deadline or a retry may be noticed
constexpr milliseconds kQuiet{
    20'000};  // with nothing heard for this long, ask: below common NAT tables of 30 s
constexpr milliseconds kLeastRetry{100};

v1::Reply refusal(v1::ErrorCode code) {
  v1::Reply reply;
  reply.mutable_error()->set_code(code);
  reply.mutable_error()->set_retry_after_ms(static_cast<std::uint64_t>(kLeastRetry.count()));
  return reply;
}

/// Close codes 4500-4999 say "do not come back", and so does an unknown token (proto/README.md).
bool comes_back(std::uint16_t close_code) {
  return close_code < 4500 || close_code > 4999;
}

class Connected final : public Client, public Followed::Sink, public std::enable_shared_from_this<Connected> {
 public:
  Connected(asio::io_context& context, Options options, Listener& listener)
      : context_{context},
        options_{std::move(options)},
        listener_{listener},
        backoff_{options_.backoff},
        unsent_{options_.in_flight_per_conversation},
        ticker_{context},
        pause_{context} {}

  void start() override {
    asio::co_spawn(context_, live(shared_from_this()), asio::detached);
    tick();
  }

  void stop() override {
    stopping_ = true;
    pause_.cancel();
    if (socket_) socket_->close();
  }

  void follow(std::uint64_t conversation, std::uint64_t delivered) override {
    followed_.add(conversation, delivered);
    subscribe();
  }

  void unfollow(std::uint64_t conversation) override {
    followed_.remove(conversation);
    v1::ClientFrame frame;
    frame.mutable_unsubscribe()->add_conversation_ids(conversation);
    if (ready_) request(std::move(frame), [](const v1::Reply&) {});
  }

  std::optional<MessageId> send(std::uint64_t conversation, std::string text) override {
    const MessageId id = fresh_message_id();
    if (!unsent_.add(conversation, id, std::move(text))) return std::nullopt;
    pump();
    return id;
  }

  void request(v1::ClientFrame frame, OnReply on_reply) override {
    if (!socket_) {
      asio::post(context_,
                 [on_reply = std::move(on_reply)] { on_reply(refusal(v1::ERROR_CODE_UNAVAILABLE)); });
      return;
    }
    frame.set_id(++newest_request_);
    pending_.emplace(newest_request_, Pending{now() + options_.command_deadline, std::move(on_reply)});
    socket_->write(frame.SerializeAsString());
  }

  [[nodiscard]] std::size_t unsent() const override { return unsent_.size(); }
  [[nodiscard]] const v1::Welcome& welcome() const override { return welcome_; }

  // Followed::Sink
  void deliver(const v1::Message& message) override { listener_.on_message(message); }
  void restated(std::uint64_t conversation, std::uint64_t seq) override {
    listener_.on_restated(conversation, seq);
  }
  void refused(std::uint64_t conversation, const v1::Error& error) override {
    listener_.on_refused(conversation, error);
  }

 private:
  struct Pending {
    Time deadline;
    OnReply on_reply;
  };

  static Time now() { return std::chrono::steady_clock::now(); }

  /// The client's life: connect, sign in, read until it ends, wait, again.
  static Task<void> live(std::shared_ptr<Connected> self) {
    std::string why;
    while (!self->stopping_) {
      self->listener_.on_state(Listener::State::Connecting, why);
      const bool final_end = co_await one_connection(self, why);
      if (final_end) break;
      co_await pause(self);
    }
    self->ended_ = true;
    self->ticker_.cancel();
    self->listener_.on_state(Listener::State::Ended, why);
  }

  /// Gives true when there is nothing to come back for.
  static Task<bool> one_connection(std::shared_ptr<Connected> self, std::string& why) {
    const auto address = parse_address(self->options_.url);
    if (!address) {
      why = "the address is not http(s)://host[:port]";
      co_return true;
    }
    Address where = *address;
    Socket::Tls tls{self->options_.ca_file};
    auto socket = co_await Socket::open(self->context_, where, tls, self->options_.connect_deadline, why);
    if (!socket) co_return false;
    self->begin(socket);
    for (;;) {
      std::string bytes = co_await socket->read();
      if (bytes.empty()) break;
      self->heard_ = now();
      if (!self->take(bytes)) socket->cut();
    }
    const std::uint16_t code = socket->close_code();
    why = code == 0 ? "the connection was cut" : "closed with code " + std::to_string(code);
    self->end_connection();
    if (self->refused_) why = "the token or the protocol version is not accepted";
    co_return self->refused_ || !comes_back(code);
  }

  static Task<void> pause(std::shared_ptr<Connected> self) {
    const auto most = std::exchange(self->reconnect_within_, milliseconds{0});
    const auto wait = most.count() > 0 ? milliseconds{static_cast<std::int64_t>(
                                             self->random_() % static_cast<std::uint64_t>(most.count() + 1))}
                                       : self->backoff_.next(self->random_());
    self->pause_.expires_after(self->stopping_ ? milliseconds{0} : wait);
    auto waiting = self->pause_.async_wait(asio::as_tuple(asio::deferred));
    auto waited = co_await std::move(waiting);
    static_cast<void>(waited);
  }

  void begin(const std::shared_ptr<Socket>& socket) {
    socket_ = socket;
    heard_ = now();
    if (stopping_) socket_->close();
    v1::ClientFrame frame;
    frame.mutable_hello()->set_token(options_.token ? options_.token() : std::string{});
    frame.mutable_hello()->set_protocol(1);
    frame.mutable_hello()->set_client(options_.name);
    request(std::move(frame), [this](const v1::Reply& reply) { signed_in(reply); });
  }

  void signed_in(const v1::Reply& reply) {
    if (!reply.has_welcome()) {
      const v1::ErrorCode code = reply.error().code();
      refused_ = code == v1::ERROR_CODE_UNAUTHENTICATED || code == v1::ERROR_CODE_UNSUPPORTED;
      if (socket_) socket_->close();
      return;
    }
    welcome_ = reply.welcome();
    ready_ = true;
    backoff_.succeeded();
    followed_.connected();
    listener_.on_state(Listener::State::Ready, {});
    subscribe();
    pump();
  }

  void end_connection() {
    socket_.reset();
    ready_ = false;
    unsent_.disconnected();
    auto pending = std::exchange(pending_, {});
    for (auto& [id, one] : pending) one.on_reply(refusal(v1::ERROR_CODE_UNAVAILABLE));
  }

  /// False: the server sent what is not a frame.
  bool take(const std::string& bytes) {
    v1::ServerFrame frame;
    if (!frame.ParseFromString(bytes)) return false;
    for (const v1::Envelope& envelope : frame.envelopes()) {
      if (envelope.has_reply()) take(envelope.reply());
      if (envelope.has_event()) take(envelope.event());
      if (envelope.has_notice()) take(envelope.notice());
    }
    subscribe();
    return true;
  }

  void take(const v1::Reply& reply) {
    const auto found = pending_.find(reply.id());
    if (found == pending_.end()) return;  // its deadline has passed
    const auto on_reply = std::move(found->second.on_reply);
    pending_.erase(found);
    on_reply(reply);
  }

  void take(const v1::Event& event) {
    if (event.has_message()) {
      followed_.arrived(event.message(), *this);
    } else {
      listener_.on_event(event);
    }
  }

  void take(const v1::Notice& notice) {
    if (notice.has_lagging()) followed_.lagging(notice.lagging().conversation_id());
    if (notice.has_draining()) {
      reconnect_within_ = milliseconds{static_cast<std::int64_t>(notice.draining().reconnect_after_ms())};
    }
  }

  void subscribe() {
    if (!ready_ || subscribing_ || now() < subscribe_after_) return;
    v1::Subscribe wanted = followed_.wanted();
    if (wanted.cursors().empty()) return;
    subscribing_ = true;
    v1::ClientFrame frame;
    *frame.mutable_subscribe() = wanted;
    request(std::move(frame), [this, wanted = std::move(wanted)](const v1::Reply& reply) {
      subscribing_ = false;
      bool all_answered = reply.has_subscribed();
      if (reply.has_subscribed()) all_answered = followed_.answered(reply.subscribed(), *this);
      if (!reply.has_subscribed()) followed_.failed(wanted);
      if (!all_answered) subscribe_after_ = now() + kTick;
    });
  }

  void pump() {
    if (!ready_) return;
    while (auto item = unsent_.next(now())) {
      v1::ClientFrame frame;
      frame.mutable_send()->set_conversation_id(item->conversation);
      frame.mutable_send()->set_client_message_id(as_bytes(item->id));
      frame.mutable_send()->set_text(item->text);
      const auto wall = std::chrono::system_clock::now().time_since_epoch();
      frame.mutable_send()->set_client_at_us(
          std::chrono::duration_cast<std::chrono::microseconds>(wall).count());
      request(std::move(frame), [this, id = item->id](const v1::Reply& reply) { settle(id, reply); });
    }
  }

  void settle(const MessageId& id, const v1::Reply& reply) {
    if (reply.has_error() && reply.error().retry_after_ms() > 0) {
      const milliseconds wait{static_cast<std::int64_t>(reply.error().retry_after_ms())};
      unsent_.retry(id, now() + std::max(wait, kLeastRetry));
      return;
    }
    unsent_.settle(id);
    listener_.on_settled(id, reply);
    pump();
  }

  void tick() {
    if (ended_) return;
    ticker_.expires_after(kTick);
    ticker_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
      if (ec) return;
      self->expire();
      self->subscribe();
      self->pump();
      self->tick();
    });
  }

  void expire() {
    const Time at = now();
    while (!pending_.empty() && pending_.begin()->second.deadline <= at) {  // ids and deadlines rise together
      const auto on_reply = std::move(pending_.begin()->second.on_reply);
      pending_.erase(pending_.begin());
      on_reply(refusal(v1::ERROR_CODE_DEADLINE_EXCEEDED));
    }
    if (!socket_ || at - heard_ < kQuiet) return;
    if (at - heard_ > kQuiet + options_.command_deadline) return socket_->cut();  // half-open
    if (!asking_) {
      asking_ = true;
      v1::ClientFrame frame;
      frame.mutable_ping();
      request(std::move(frame), [this](const v1::Reply&) { asking_ = false; });
    }
  }

  asio::io_context& context_;
  Options options_;
  Listener& listener_;
  Backoff backoff_;
  Unsent unsent_;
  Followed followed_;
  asio::steady_timer ticker_;
  asio::steady_timer pause_;
  std::mt19937_64 random_{std::random_device{}()};

  std::shared_ptr<Socket> socket_;
  v1::Welcome welcome_;
  std::map<std::uint64_t, Pending> pending_;
  std::uint64_t newest_request_{0};
  milliseconds reconnect_within_{0};
  Time heard_{};
  Time subscribe_after_{};
  bool ready_{false};
  bool subscribing_{false};
  bool asking_{false};
  bool stopping_{false};
  bool refused_{false};
  bool ended_{false};
};

}  // namespace

std::shared_ptr<Client> Client::create(asio::io_context& context, Options options, Listener& listener) {
  return std::make_shared<Connected>(context, std::move(options), listener);
}

}  // namespace holdfast::sdk
