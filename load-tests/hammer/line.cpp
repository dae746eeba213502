// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/line.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "hammer/frames.hpp"
#include "holdfast/v1/envelope.pb.h"

namespace holdfast::load {

namespace {

constexpr std::size_t kChunk = 1U << 20U;  // a busy room's turn in one read

[[noreturn]] void fail(const char* what) {
  throw std::system_error{errno, std::system_category(), what};
}

}  // namespace

Line::Line(const Target& target, SSL_CTX* tls, std::string token)
    : host_{target.host}, token_{std::move(token)} {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) fail("socket");
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(target.port);
  if (::inet_pton(AF_INET, target.host.c_str(), &to.sin_addr) != 1)
    throw Broken{"the host is no IPv4 address"};
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS)
    fail("connect");
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  SSL_set_fd(ssl_.get(), fd_);
  SSL_set_connect_state(ssl_.get());
}

Line::~Line() {
  if (fd_ >= 0) ::close(fd_);
}

void Line::push(std::string_view payload) {
  append_frame(out_, Opcode::Binary, payload);
}

bool Line::flush() {
  while (!out_.empty()) {
    long n = -1;
    if (ssl_) {
      ERR_clear_error();
      n = SSL_write(ssl_.get(), out_.data(), static_cast<int>(out_.size()));
      if (n <= 0 && SSL_get_error(ssl_.get(), static_cast<int>(n)) == SSL_ERROR_WANT_WRITE) return true;
      if (n <= 0) throw Broken{"TLS ended while sending"};
    } else {
      n = ::send(fd_, out_.data(), out_.size(), MSG_NOSIGNAL);
      if (n < 0 && errno == EAGAIN) return true;
      if (n < 0) fail("send");
    }
    out_.erase(0, static_cast<std::size_t>(n));
  }
  return false;
}

bool Line::advance(Hearer& hearer, std::string& scratch) {
  if (state_ == State::Connecting) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) throw std::system_error{error, std::system_category(), "connect"};
    if (ssl_) {
      state_ = State::Securing;
    } else {
      ask_upgrade();
    }
  }
  if (state_ == State::Securing) secure();
  if (state_ > State::Securing) read_all(hearer, scratch);
  return state_ > State::Securing && flush();
}

void Line::secure() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return ask_upgrade();
  if (SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) throw Broken{"the TLS handshake failed"};
}

void Line::ask_upgrade() {
  state_ = State::Upgrading;
  out_ +=
      "GET /v1/ws HTTP/1.1\r\nHost: " + host_ +
      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: holdfast.v1.protobuf\r\n\r\n";
}

long Line::receive(char* into, std::size_t room) {
  if (ssl_) {
    ERR_clear_error();
    const int n = SSL_read(ssl_.get(), into, static_cast<int>(room));
    if (n > 0) return n;
    return SSL_get_error(ssl_.get(), n) == SSL_ERROR_WANT_READ ? -1 : 0;
  }
  const ssize_t n = ::recv(fd_, into, room, 0);
  if (n < 0 && errno != EAGAIN) fail("recv");
  return n;
}

void Line::read_all(Hearer& hearer, std::string& scratch) {
  scratch.resize(kChunk);
  for (;;) {
    const std::size_t before = left_.size();
    left_.copy(scratch.data(), before);
    left_.clear();
    const long n = receive(scratch.data() + before, scratch.size() - before);
    if (n == 0) throw Broken{"the server closed a line"};
    const std::size_t have = before + static_cast<std::size_t>(n < 0 ? 0 : n);
    std::size_t used = 0;
    while (const std::size_t size = take(hearer, std::string_view{scratch.data() + used, have - used}))
      used += size;
    left_.assign(scratch.data() + used, have - used);
    // Plain: a short read emptied the socket, and the level is triggered again otherwise.
    if (n < 0 || (!ssl_ && have < scratch.size())) return;
  }
}

std::size_t Line::take(Hearer& hearer, std::string_view bytes) {
  if (state_ == State::Upgrading) return take_upgrade(bytes);
  const auto frame = next_frame(bytes);
  if (!frame) return 0;
  if (frame->opcode == Opcode::Close) throw Broken{"the server ended a line with a close frame"};
  if (frame->opcode == Opcode::Ping) append_frame(out_, Opcode::Pong, frame->payload);
  if (frame->opcode == Opcode::Binary) take_frame(hearer, frame->payload);
  return frame->size;
}

std::size_t Line::take_upgrade(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101 "))
    throw Broken{"the upgrade was refused: " + std::string{bytes.substr(0, 40)}};
  v1::ClientFrame hello;
  hello.set_id(1);
  hello.mutable_hello()->set_token(token_);
  hello.mutable_hello()->set_protocol(1);
  hello.mutable_hello()->set_client("hammer/1");
  push(hello.SerializeAsString());
  state_ = State::SigningIn;
  return end + 4;
}

void Line::take_frame(Hearer& hearer, std::string_view payload) {
  const Envelope envelope = open_envelope(payload);
  if (state_ == State::SigningIn && envelope.kind == Envelope::Kind::Reply) return welcomed(envelope.body);
  switch (envelope.kind) {
    case Envelope::Kind::Reply: return hearer.replied(*this, envelope.body);
    case Envelope::Kind::Event: return hearer.heard(*this, envelope.body);
    case Envelope::Kind::Notice: throw Broken{"a notice: the line lags or the server leaves"};
  }
}

void Line::welcomed(std::string_view reply) {
  v1::Reply answer;
  if (!answer.ParseFromArray(reply.data(), static_cast<int>(reply.size())) || !answer.has_welcome()) {
    throw Broken{"sign-in was refused: " + answer.error().name()};
  }
  person_ = answer.welcome().person_id();
  epoch_ = answer.welcome().epoch();
  state_ = State::Ready;
}

}  // namespace holdfast::load
