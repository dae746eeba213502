// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/corked.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace holdfast::gateway {

namespace {

constexpr std::size_t kResume =
    limits::kSocketRoom / 2;  // below it a stalled writer goes on: not at every byte
constexpr unsigned char kCloseOpcode = 8;

error_code errno_code(int number) {
  return error_code{number, boost::system::system_category()};
}

/// True if `total` bytes are exactly one unmasked control frame whose header starts at `first`.
bool one_control_frame(std::string_view first, std::size_t total) {
  if (first.size() < 2) return false;
  const auto flags = static_cast<unsigned char>(first[0]);
  const auto length = static_cast<unsigned char>(first[1]);
  return (flags & 0x88U) == 0x88U && length <= 125 && total == std::size_t{length} + 2;
}

}  // namespace

Corked::Corked(std::shared_ptr<CorkLoop> loop, StreamSocket socket, SslPtr ssl)
    : loop_{std::move(loop)}, socket_{std::move(socket)}, ssl_{std::move(ssl)} {
  loop_->enter(*this);
  if (ssl_) attach_lean_bio(*ssl_, *this);
}

Corked::~Corked() {
  loop_->leave(*this);
}

io::Task<error_code> Corked::handshake() {
  const CorkedPtr self{this};
  while (ssl_ && !failed_) {
    ERR_clear_error();  // the queue is the thread's: another connection's error may lie in it
    const int result = SSL_accept(ssl_.get());
    const int reason = SSL_get_error(ssl_.get(), result);
    send_cipher();
    if (result == 1) break;
    if (reason != SSL_ERROR_WANT_READ) {
      fail(io::asio::error::connection_aborted);
      break;
    }
    auto waited =
        co_await socket_.async_wait(StreamSocket::wait_read, io::asio::as_tuple(io::asio::deferred));
    if (std::get<0>(waited)) fail(std::get<0>(waited));
    drained_ = false;
  }
  more_sealed_ = ssl_ != nullptr;  // the first request may have come with the last flight
  co_return failed_;
}

void Corked::append(std::string_view bytes, Haste haste) {
  if (failed_ || close_sent_) return;
  put(bytes, haste);
  ++loop_->appended_;
}

void Corked::put(std::string_view bytes, Haste haste) {
  if (failed_) return;
  if (pending() + bytes.size() > limits::kSocketBytes) return fail(io::asio::error::no_buffer_space);
  if (out_.empty()) out_ = loop_->lend();
  out_.append(bytes);
  if (pending() >= limits::kSocketRoom) starved_ = true;
  hurried_ = hurried_ || haste == Haste::Now || starved_;
  mark_dirty();
}

error_code Corked::begin_write(std::string_view first, std::size_t total) {
  if (failed_) return failed_;
  if (!frames_) return {};
  if (close_sent_) return io::asio::error::broken_pipe;
  if (!one_control_frame(first, total)) {
    fail(io::asio::error::invalid_argument);  // data would land inside an appended frame
    return failed_;
  }
  if ((static_cast<unsigned char>(first[0]) & 0x0FU) == kCloseOpcode) {
    close_sent_ = true;
    close_soon();
  }
  return {};
}

void Corked::end_write(std::unique_ptr<Completion> done, std::size_t bytes) {
  if (!failed_ && pending() > limits::kSocketRoom) {
    held_ = std::move(done);
    held_bytes_ = bytes;
    return;
  }
  done->post(failed_, failed_ ? 0 : bytes);
}

void Corked::mark_dirty() {
  if (dirty_ || waiting_write_ || (resting_ && !hurried_)) return;
  dirty_ = true;
  loop_->mark(*this);
}

void Corked::flush() {
  dirty_ = false;
  if (failed_ || waiting_write_) return;
  const CorkedPtr self{this};  // on_room may drop the last owner
  if (pending() != 0) send_out();
  if (failed_) return;
  if (pending() != 0) wait_writable();
  complete_held();
  if (ending_ && pending() == 0) half_close();
}

void Corked::send_out() {
  hurried_ = false;
  rests_until_ = loop_->now_ + limits::kFlushRest;
  if (ssl_) {
    send_sealed();
  } else {
    send_plain();
  }
  if (failed_) return;
  if (sent_ == out_.size()) {
    loop_->give_back(std::exchange(out_, {}));
    sent_ = 0;
  } else if (sent_ >= kResume) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
}

void Corked::complete_held() {
  if (pending() > kResume) return;
  if (const auto held = std::exchange(held_, nullptr)) held->post({}, held_bytes_);
  if (!std::exchange(starved_, false) || !room_) return;
  const std::function<void()> room = room_;  // it may replace itself
  room();
}

std::size_t Corked::send_some(std::string_view bytes) {
  ssize_t n = -1;
  do {
    n = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (n < 0 && errno == EINTR);
  if (n < 0 && errno != EAGAIN) fail(errno_code(errno));
  if (n <= 0) return 0;
  progressed_ = true;
  return static_cast<std::size_t>(n);  // a short send means a full socket: asking again would only say so
}

void Corked::send_plain() {
  sent_ += send_some(std::string_view{out_}.substr(sent_));
}

void Corked::send_sealed() {
  if (!cipher_left_.empty()) {
    const std::size_t gone = send_some(cipher_left_);
    if (failed_) return;
    cipher_left_.erase(0, gone);
    if (cipher_left_.empty()) cipher_left_.shrink_to_fit();
  }
  while (!failed_ && sent_ < out_.size() && cipher_left_.empty()) {
    const std::size_t chunk = std::min(out_.size() - sent_, limits::kTlsChunk);
    std::size_t sealed = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_.get(), out_.data() + sent_, chunk, &sealed);
    if (result != 1) return fail(io::asio::error::connection_aborted);
    sent_ += sealed;
    send_cipher();
  }
}

void Corked::send_cipher() {
  std::string& cipher = loop_->cipher_;
  if (!cipher.empty() && !failed_) {
    const std::size_t gone = send_some(cipher);
    if (!failed_) cipher_left_.assign(cipher, gone);
  }
  cipher.clear();
  // A peer that asks for key updates and never reads the answers.
  if (cipher_left_.size() > limits::kSocketBytes) return fail(io::asio::error::no_buffer_space);
  if (!cipher_left_.empty()) wait_writable();
}

void Corked::wait_writable() {
  if (waiting_write_ || failed_) return;
  waiting_write_ = true;
  if (!unsent_deadline_.armed()) watch_unsent();
  socket_.async_wait(StreamSocket::wait_write, [self = CorkedPtr{this}](error_code error) {
    self->waiting_write_ = false;
    if (!error) self->flush();
  });
}

void Corked::watch_unsent() {
  progressed_ = false;
  unsent_deadline_ = reactor().timers().after(waits().unsent, [this] {
    if (pending() == 0 || failed_) return;
    if (!progressed_)
      return fail(io::asio::error::timed_out);  // between one and two periods after the last byte
    watch_unsent();
  });
}

ReadStep Corked::read_now(io::asio::mutable_buffer buffer) {
  if (failed_) return {failed_};
  if (!prefix_.empty()) {
    const std::size_t n = io::asio::buffer_copy(buffer, io::asio::buffer(prefix_));
    prefix_.erase(0, n);
    if (prefix_.empty()) prefix_.shrink_to_fit();
    return {{}, n};
  }
  const ReadStep step = ssl_ ? read_sealed(buffer) : read_plain(buffer);
  heard_ = heard_ || step.bytes != 0;
  return step;
}

ReadStep Corked::read_plain(io::asio::mutable_buffer buffer) {
  for (;;) {
    const ssize_t n = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n > 0) return {{}, static_cast<std::size_t>(n)};
    if (n == 0) return {io::asio::error::eof};
    if (errno == EAGAIN) return {{}, 0, true};
    if (errno != EINTR) return {errno_code(errno)};
  }
}

ReadStep Corked::read_sealed(io::asio::mutable_buffer buffer) {
  std::size_t total = 0;
  more_sealed_ =
      true;  // the buffer filled, or an end comes after bytes: the next read asks OpenSSL before it waits
  while (total < buffer.size()) {
    std::size_t n = 0;
    ERR_clear_error();
    const int result =
        SSL_read_ex(ssl_.get(), static_cast<char*>(buffer.data()) + total, buffer.size() - total, &n);
    const int reason = SSL_get_error(ssl_.get(), result);
    send_cipher();  // key updates and alerts are answered inside a read
    if (failed_) return {failed_};
    if (result == 1) {
      total += n;
      continue;
    }
    if (reason == SSL_ERROR_WANT_READ) {
      more_sealed_ = false;
      return {{}, total, total == 0};
    }
    if (total != 0) break;
    if (reason == SSL_ERROR_ZERO_RETURN) return {io::asio::error::eof};
    return {io::asio::error::connection_reset};
  }
  return {{}, total};
}

void Corked::close_soon() {
  if (close_deadline_.armed() || failed_) return;
  close_deadline_ = reactor().timers().after(waits().close, [this] { fail(io::asio::error::timed_out); });
}

void Corked::finish(std::unique_ptr<Completion> done) {
  if (failed_ || half_closed_) return done->post(failed_, 0);
  ending_ = std::move(done);
  close_soon();
  if (pending() == 0) half_close();
}

void Corked::half_close() {
  if (half_closed_) return;
  if (ssl_ && (SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) == 0) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    send_cipher();
    if (failed_ || pending() != 0) return;  // flush comes back here
  }
  half_closed_ = true;
  ::shutdown(socket_.native_handle(), SHUT_WR);
  // The owner learns its end now; the wait for the peer's end goes on without it, under the deadline.
  if (const auto ending = std::exchange(ending_, nullptr)) ending->post({}, 0);
  drain_peer();
}

void Corked::drain_peer() {
  // Closing over unread bytes would send a reset, and the peer might lose our close frame.
  std::array<char, 4096> waste;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  for (int round = 0; round < 16; ++round) {
    const ssize_t n = ::recv(socket_.native_handle(), waste.data(), waste.size(), MSG_DONTWAIT);
    if (n > 0) continue;
    if (n < 0 && errno == EAGAIN) break;
    return fail(io::asio::error::eof);
  }
  socket_.async_wait(StreamSocket::wait_read, [self = CorkedPtr{this}](error_code error) {
    if (!error) self->drain_peer();
  });
}

void Corked::fail(error_code error) {
  if (failed_) return;
  failed_ = error;
  close_deadline_.cancel();
  unsent_deadline_.cancel();
  if (pending() != 0) {
    // What the peer does not take must not stay in the kernel after us.
    const linger at_once{1, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  error_code ignored;
  socket_.close(ignored);  // pending waits end and drop their references
  out_.clear();
  out_.shrink_to_fit();
  cipher_left_.clear();
  sent_ = 0;
  room_ = nullptr;
  // Without these the session of a pong flood leaks: Beast has no read pending that would notice.
  if (const auto held = std::exchange(held_, nullptr)) held->post(failed_, 0);
  if (const auto ending = std::exchange(ending_, nullptr)) ending->post(failed_, 0);
}

}  // namespace holdfast::gateway
