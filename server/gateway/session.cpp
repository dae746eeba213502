// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/session.hpp"

#include <utility>
#include <variant>

#include "wire/decode.hpp"
#include "wire/encode.hpp"

namespace holdfast::gateway {

namespace {

bool passing(Code code) {
  return code == Code::RateLimited || code == Code::Busy;
}

}  // namespace

Owed::~Owed() {
  if (!session_) return;
  if (!session_->fsm_.closed()) session_->place_.observer.count(Signal::ReplyForgotten);
  answer(refuse(Code::Internal));
}

void Owed::answer(Result<domain::ReplyBody> result) {
  if (const auto session = std::exchange(session_, nullptr)) session->settle(id_, std::move(result));
}

Session::Session(Place place, std::shared_ptr<Socket> socket, std::function<void(Session&)> gone)
    : place_{place},
      socket_{std::move(socket)},
      gone_{std::move(gone)},
      queue_{*this},
      rate_{place.clock.steady(), place.per_second, place.burst},
      refused_scans_{place.clock.steady(), limits::kRefusedScannedPerSecond, limits::kRefusedScannedBurst} {}

void Session::start() {
  socket_->on_room([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->wake();
  });
  deadline_ = place_.reactor.timers().after(limits::kSignInDeadline, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    if (const auto code = self->fsm_.sign_in_deadline()) self->close(*code);
  });
  io::spawn(place_.reactor, read_loop(shared_from_this()));
}

/// The only reader of this socket. Ends because the read fails: a deadline or drain closes the socket.
io::Task<void> Session::read_loop(std::shared_ptr<Session> self) {
  for (;;) {
    const auto bytes = co_await self->socket_->read();
    if (!bytes) break;
    try {
      self->take(*bytes);
    } catch (...) {  // a broken invariant ends this session, not the reactor
      self->place_.observer.count(Signal::Escaped);
      self->close(CloseCode::InternalError);
    }
  }
  self->ended();
}

void Session::take(std::string_view bytes) {
  if (fsm_.closed()) return;
  const auto stage = fsm_.signed_in() ? wire::Stage::SignedIn : wire::Stage::BeforeSignIn;
  auto request = wire::decode(subprotocol(), bytes, stage);
  if (!request) return refuse_frame(request.error().id, request.error().error);
  fsm_.good_frame();
  begin(std::move(*request));
}

void Session::refuse_frame(std::uint64_t id, Error error) {
  auto code = fsm_.bad_frame();
  // A Hello of another protocol version: more frames cannot help.
  if (!fsm_.signed_in() && error.code == Code::Unsupported) code = CloseCode::Unsupported;
  reply(id, error);
  if (code) close(*code);
}

void Session::begin(domain::ClientRequest request) {
  const std::uint64_t id = request.id;
  if (auto* hello = std::get_if<domain::Hello>(&request.body)) {
    return begin_sign_in(Owed{shared_from_this(), id}, std::move(*hello));
  }
  if (const auto may = may_begin(request.body); !may) return reply(id, may.error());
  if (const auto* ping = std::get_if<domain::Ping>(&request.body)) {
    return reply(id, domain::ReplyBody{domain::Pong{ping->nonce, place_.clock.wall()}});
  }
  Owed owed{shared_from_this(), id};
  if (const auto* rooms = std::get_if<domain::Unsubscribe>(&request.body))
    return unsubscribe(std::move(owed), *rooms);
  if (auto* cursors = std::get_if<domain::Subscribe>(&request.body)) {
    return io::spawn(place_.reactor, subscribe(shared_from_this(), std::move(owed), std::move(*cursors)));
  }
  if (auto* people = std::get_if<domain::WatchPresence>(&request.body)) {
    return io::spawn(place_.reactor, watch(shared_from_this(), std::move(owed), std::move(*people)));
  }
  io::spawn(place_.reactor, tell_story(shared_from_this(), std::move(owed), std::move(request.body)));
}

Result<void> Session::may_begin(const domain::RequestBody& request) {
  auto may = fsm_.may_begin(in_flight_);
  if (may && !unlimited(request)) {
    const auto wait = rate_.take(place_.clock.steady());
    if (wait.count() > 0) may = refuse(Code::RateLimited, wait);
  }
  if (may || !passing(may.error().code) || !too_grave_to_refuse(request)) return may;
  return {};
}

/// P11: a text that is refused for its rate or for those in flight is still scanned, within a small budget.
bool Session::too_grave_to_refuse(const domain::RequestBody& request) {
  const auto* send = std::get_if<domain::Send>(&request);
  if (send == nullptr || in_flight_ >= limits::kInFlight + limits::kInFlightGrave) return false;
  if (refused_scans_.take(place_.clock.steady()).count() > 0) return false;
  return place_.stories.would_flag(actor_, *send);
}

io::Task<void> Session::tell_story(std::shared_ptr<Session> self, Owed owed, domain::RequestBody request) {
  const bool leaving = std::holds_alternative<domain::SignOut>(request);
  auto result = co_await self->place_.stories.answer(self->actor_, std::move(request));
  const bool left = leaving && result.has_value();
  owed.answer(std::move(result));
  if (left) self->close(CloseCode::SignedOut);
}

void Session::settle(std::uint64_t id, Result<domain::ReplyBody> result) {
  --in_flight_;
  reply(id, std::move(result));
  if (fsm_.state() == SessionFsm::State::Draining && in_flight_ == 0) close(CloseCode::Draining);
}

void Session::reply(std::uint64_t id, Result<domain::ReplyBody> result) {
  if (fsm_.closed()) return;
  push(wire::encode(subprotocol(), domain::Reply{id, std::move(result)}));
}

void Session::push(wire::FramePtr frame) {
  if (queue_.push_urgent(std::move(frame)) == hub::SendQueue::Pushed::Queued) return queue_.flush();
  place_.observer.count(Signal::SlowSessionClosed);
  close(CloseCode::TooSlow);
}

void Session::wake() {
  if (fsm_.closed()) return;
  while (!queue_.empty() && socket_->has_room()) {
    const Haste haste = queue_.urgent() ? Haste::Now : Haste::MayRest;
    socket_->append(queue_.pop(), haste);
  }
}

void Session::end(Code reason) {
  // Never inside the hub's loop: by mail to ourselves.
  const auto code = reason == Code::Busy ? CloseCode::TooSlow : CloseCode::SignedOut;
  place_.reactor.mail(io::Mail{[weak = weak_from_this(), code] {
    if (const auto self = weak.lock()) self->close(code);
  }});
}

void Session::drain(std::chrono::milliseconds reconnect_after) {
  if (fsm_.closed()) return;
  if (!fsm_.drain()) return close(CloseCode::Draining);
  push(wire::encode(subprotocol(), domain::Notice{domain::Draining{reconnect_after}}));
  if (in_flight_ == 0) return close(CloseCode::Draining);
  deadline_ = place_.reactor.timers().after(limits::kDrainFinish, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->close(CloseCode::Draining);
  });
}

void Session::close(CloseCode code) {
  if (!fsm_.close()) return;
  signed_out_ = code == CloseCode::SignedOut;
  deadline_.cancel();
  if (seated_) place_.shard.leave(*this);  // nothing more is for this socket
  socket_->close(code);
}

void Session::ended() {
  const auto self = shared_from_this();
  if (fsm_.close() && seated_) place_.shard.leave(*this);
  deadline_.cancel();
  socket_->on_room({});
  if (std::exchange(seated_, false)) {
    place_.stories.ended(actor_, signed_out_ ? Stories::Ended::SignedOut : Stories::Ended::Dropped);
  }
  if (const auto gone = std::exchange(gone_, nullptr)) gone(*this);
}

}  // namespace holdfast::gateway
