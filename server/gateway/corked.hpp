// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "domain/limits.hpp"
#include "gateway/cork_loop.hpp"
#include "gateway/socket.hpp"
#include "gateway/tls.hpp"
#include "io/task.hpp"

namespace holdfast::gateway {

using error_code = boost::system::error_code;
using StreamSocket = io::asio::basic_stream_socket<io::asio::generic::stream_protocol, io::Executor>;

/// A completion that waits inside the layer; `post` hands it to its executor, never runs it inline.
class Completion {
 public:
  virtual ~Completion() = default;
  virtual void post(error_code error, std::size_t bytes) = 0;
};

struct ReadStep {
  error_code error;
  std::size_t bytes{0};
  bool again{false};  // nothing was there: wait for readiness
};

/// One connection under Beast: whole frames gather in one buffer and leave together at the end of a turn,
/// plain or through TLS. Lives on: one reactor, never moves (the TLS BIO points at it). Every pending
/// operation holds a reference.
class Corked : public boost::intrusive_ref_counter<Corked, boost::thread_unsafe_counter> {
 public:
  /// `ssl` null: plain TCP or a Unix socket.
  Corked(std::shared_ptr<CorkLoop> loop, StreamSocket socket, SslPtr ssl);
  ~Corked();
  Corked(const Corked&) = delete;
  Corked& operator=(const Corked&) = delete;

  [[nodiscard]] StreamSocket& socket() noexcept { return socket_; }
  [[nodiscard]] io::Reactor& reactor() noexcept { return loop_->reactor(); }
  [[nodiscard]] const Waits& waits() const noexcept { return loop_->waits(); }
  [[nodiscard]] bool secure() const noexcept { return ssl_ != nullptr; }

  /// The server's side of the TLS handshake; at once done when plain.
  io::Task<error_code> handshake();

  /// Whole, unmasked frames, or HTTP bytes before the upgrade. Dropped after a close frame; ends the
  /// connection over limits::kSocketBytes.
  void append(std::string_view bytes, Haste haste);
  [[nodiscard]] bool has_room() const noexcept { return pending() < limits::kSocketRoom; }
  void on_room(std::function<void()> callback) { room_ = std::move(callback); }
  [[nodiscard]] std::size_t pending() const noexcept { return out_.size() - sent_ + cipher_left_.size(); }

  /// Bytes read too far by an earlier reader; the next read gives them first.
  void unread(std::string_view bytes) { prefix_.assign(bytes); }
  /// From now on Beast's writes are control frames: one each, nothing may follow a close frame.
  void frames_begin() noexcept { frames_ = true; }
  [[nodiscard]] bool close_sent() const noexcept { return close_sent_; }
  /// True if anything was read since the last call.
  [[nodiscard]] bool take_heard() noexcept { return std::exchange(heard_, false); }
  [[nodiscard]] bool failed() const noexcept { return static_cast<bool>(failed_); }
  /// The owner goes: cuts, unless everything was sent and only the peer's end is awaited.
  void abandon() {
    if (!half_closed_) cut();
  }
  /// Closes at once; what waits here completes with an error.
  void cut() { fail(io::asio::error::connection_aborted); }

  // For the AsyncStream in front of this (corked_stream.hpp).
  /// True if a read may give bytes without waiting for the socket.
  [[nodiscard]] bool may_read_now() const noexcept { return failed_ || !prefix_.empty() || more_sealed_; }
  [[nodiscard]] ReadStep read_now(io::asio::mutable_buffer buffer);
  /// The socket became readable.
  void readable() noexcept { drained_ = false; }
  /// Gives the error with which a write must complete, if any.
  [[nodiscard]] error_code begin_write(std::string_view first, std::size_t total);
  void put(std::string_view bytes, Haste haste = Haste::Now);
  /// Completes when written, or later when too much is pending: that stalls Beast's reader in a flood of
  /// pings.
  void end_write(std::unique_ptr<Completion> done, std::size_t bytes);
  /// Fails the connection after Waits::close; the first call counts.
  void close_soon();
  /// Sends what is left, says the end and completes; then waits for the peer's end, all within Waits::close.
  void finish(std::unique_ptr<Completion> done);

 private:
  friend class CorkLoop;
  friend struct LeanBio;

  void mark_dirty();
  /// True: it was written to a moment ago and nothing in it hurries, so it waits for company.
  [[nodiscard]] bool may_rest(std::chrono::steady_clock::time_point now) const noexcept {
    return !hurried_ && now < rests_until_ && has_room();
  }
  void flush();
  void send_out();
  void send_plain();
  void send_sealed();
  /// Hands the kernel what the last SSL call wrote; what it does not take stays in cipher_left_.
  void send_cipher();
  /// Where the next SSL call writes: after what is left over, or into the reactor's scratch.
  [[nodiscard]] std::string& sealed_out() noexcept {
    return cipher_left_.empty() ? loop_->cipher_ : cipher_left_;
  }
  /// Gives how much the kernel took; fails the connection on error.
  std::size_t send_some(std::string_view bytes);
  void wait_writable();
  void watch_unsent();
  void complete_held();
  ReadStep read_plain(io::asio::mutable_buffer buffer);
  ReadStep read_sealed(io::asio::mutable_buffer buffer);
  void half_close();
  void drain_peer();
  void fail(error_code error);

  std::shared_ptr<CorkLoop> loop_;
  StreamSocket socket_;
  SslPtr ssl_;
  std::string out_;          // frames in order; sent_ bytes of it are gone (plain) or sealed (TLS)
  std::string cipher_left_;  // sealed, not taken by the kernel yet
  std::string prefix_;
  std::unique_ptr<Completion> held_;    // Beast's write while too much is pending
  std::unique_ptr<Completion> ending_;  // Beast's teardown
  std::function<void()> room_;
  io::TimerWheel::Handle close_deadline_, unsent_deadline_;
  std::size_t sent_{0};
  std::size_t held_bytes_{0};
  std::size_t place_{0};  // in CorkLoop::streams_
  error_code failed_;
  std::chrono::steady_clock::time_point rests_until_;
  bool dirty_{false};    // in CorkLoop::dirty_ or flushing_
  bool resting_{false};  // in CorkLoop::resting_
  bool hurried_{false};  // something in out_ may not rest
  bool waiting_write_{false};
  bool progressed_{false};  // the kernel took bytes since unsent_deadline_ was armed
  bool frames_{false};
  bool close_sent_{false};
  bool starved_{false};  // has_room() was false and on_room is owed
  bool heard_{false};
  bool drained_{false};      // a short read emptied the socket
  bool more_sealed_{false};  // OpenSSL may hold decrypted bytes
  bool half_closed_{false};
  bool eof_{false};  // seen under TLS
};

using CorkedPtr = boost::intrusive_ptr<Corked>;

}  // namespace holdfast::gateway
