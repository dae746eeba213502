// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "gateway/rate.hpp"
#include "gateway/session_fsm.hpp"
#include "gateway/socket.hpp"
#include "gateway/stories.hpp"
#include "hub/shard.hpp"
#include "io/reactor.hpp"

namespace holdfast::gateway {

class Owed;

/// One signed-in socket: reads requests, begins their stories in the order they came, queues replies and
/// events, writes while the socket has room. Lives on: one reactor.
///
/// Bounds: limits::kInFlight requests unanswered, a rate, and the urgent lane: who asks without reading its
/// replies is closed as TooSlow, so reading never needs to pause. Order: stories run side by side but begin
/// in order, and the post story keeps an author's messages in the order they began. A reply is owed: see
/// `Owed`.
class Session final : public hub::Listener, public hub::Writer, public std::enable_shared_from_this<Session> {
 public:
  struct Place {  // parts of the application that outlive the reactors' run
    io::Reactor& reactor;
    hub::Shard& shard;
    Stories& stories;
    const Clock& clock;
    Observer& observer;
    int per_second{limits::kMessagesPerSecond};
    int burst{limits::kMessageBurst};
  };
  /// `gone` is called once, when the socket has ended and nothing of the session is in the shard any more.
  Session(Place place, std::shared_ptr<Socket> socket, std::function<void(Session&)> gone);

  void start();
  /// Tells the client when to come back and closes once what is in flight is answered, or after
  /// limits::kDrainFinish.
  void drain(std::chrono::milliseconds reconnect_after);
  void close(CloseCode code);

  // hub::Listener
  [[nodiscard]] wire::Subprotocol subprotocol() const override { return socket_->subprotocol(); }
  [[nodiscard]] hub::SendQueue& queue() override { return queue_; }
  [[nodiscard]] PersonId person() const override { return actor_.person; }
  [[nodiscard]] TokenId token() const override { return actor_.token; }
  void end(Code reason) override;
  // hub::Writer
  void wake() override;

 private:
  friend class Owed;
  static io::Task<void> read_loop(std::shared_ptr<Session> self);
  static io::Task<void> sign_in(std::shared_ptr<Session> self, Owed owed, domain::Hello hello);
  static io::Task<void> subscribe(std::shared_ptr<Session> self, Owed owed, domain::Subscribe request);
  static io::Task<void> watch(std::shared_ptr<Session> self, Owed owed, domain::WatchPresence request);
  static io::Task<void> tell_story(std::shared_ptr<Session> self, Owed owed, domain::RequestBody request);

  void take(std::string_view bytes);
  void begin(domain::ClientRequest request);
  [[nodiscard]] Result<void> may_begin(const domain::RequestBody& request);
  [[nodiscard]] bool too_grave_to_refuse(const domain::RequestBody& request);
  void begin_sign_in(Owed owed, domain::Hello hello);
  void unsubscribe(Owed owed, const domain::Unsubscribe& request);
  void subscribed(Owed owed, domain::Subscribed reply);
  void refuse_frame(std::uint64_t id, Error error);
  void reply(std::uint64_t id, Result<domain::ReplyBody> result);
  void push(wire::FramePtr frame);
  void settle(std::uint64_t id, Result<domain::ReplyBody> result);
  void ended();

  Place place_;
  std::shared_ptr<Socket> socket_;
  std::function<void(Session&)> gone_;
  hub::SendQueue queue_;
  SessionFsm fsm_;
  Rate rate_;
  Rate refused_scans_;
  service::Actor actor_;
  std::size_t in_flight_{0};
  bool seated_{false};
  bool signed_out_{false};
  io::TimerWheel::Handle deadline_;  // of sign-in, later of draining
};

/// The one reply a request is owed. Dropped unanswered (a story threw), it answers Internal and counts a bug.
class Owed {
 public:
  Owed(std::shared_ptr<Session> session, std::uint64_t id) : session_{std::move(session)}, id_{id} {
    ++session_->in_flight_;
  }
  Owed(Owed&&) noexcept = default;
  Owed& operator=(Owed&&) = delete;
  ~Owed();
  void answer(Result<domain::ReplyBody> result);

 private:
  std::shared_ptr<Session> session_;
  std::uint64_t id_;
};

}  // namespace holdfast::gateway
