// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/gateway/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace holdfast::tests {

namespace {

bool wait_for(int fd, short events) {
  pollfd one{fd, events, 0};
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(RawClient::kDeadline);
  return ::poll(&one, 1, static_cast<int>(wait.count())) == 1;
}

}  // namespace

int WireFrame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

RawClient::RawClient(std::uint16_t port, Options options) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (options.receive_buffer != 0) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof options.receive_buffer);
  }
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error{"no connection"};
  start(options);
}

RawClient::RawClient(const std::string& unix_path) {
  fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  unix_path.copy(at.sun_path, sizeof at.sun_path - 1);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    throw std::runtime_error{"no connection"};
}

void RawClient::start(Options options) {
  if (!options.tls) return;
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_options(context_, SSL_OP_IGNORE_UNEXPECTED_EOF);
  if (options.tls_version != 0) SSL_CTX_set_max_proto_version(context_, options.tls_version);
  ssl_ = SSL_new(context_);
  SSL_set_fd(ssl_, fd_);
  timeval wait{kDeadline.count(), 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  if (SSL_connect(ssl_) == 1) return;
  ::close(fd_);
  fd_ = -1;
}

RawClient::RawClient(RawClient&& other) noexcept
    : fd_{std::exchange(other.fd_, -1)},
      context_{std::exchange(other.context_, nullptr)},
      ssl_{std::exchange(other.ssl_, nullptr)},
      unread_{std::move(other.unread_)},
      timed_out_{other.timed_out_} {}

RawClient::~RawClient() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  if (fd_ >= 0) ::close(fd_);
}

bool RawClient::send(std::string_view bytes) {
  if (ssl_) {
    ERR_clear_error();
    return bytes.empty() || SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  while (!bytes.empty()) {
    if (!wait_for(fd_, POLLOUT)) return false;
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::size_t RawClient::send_now(std::string_view bytes) {
  const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

bool RawClient::writable_within(std::chrono::milliseconds wait) const {
  pollfd one{fd_, POLLOUT, 0};
  return ::poll(&one, 1, static_cast<int>(wait.count())) == 1;
}

bool RawClient::fill() {
  std::array<char, 65536> bytes{};
  ssize_t n = 0;
  if (ssl_) {
    ERR_clear_error();
    n = SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size()));
    if (n < 0 && errno == EAGAIN) timed_out_ = true;
  } else if (wait_for(fd_, POLLIN)) {
    n = ::recv(fd_, bytes.data(), bytes.size(), 0);
  } else {
    timed_out_ = true;
  }
  if (n <= 0) return false;
  unread_.append(bytes.data(), static_cast<std::size_t>(n));
  return true;
}

std::string RawClient::read_until(std::string_view end) {
  std::size_t found = unread_.find(end);
  while (found == std::string::npos && fill()) found = unread_.find(end);
  if (found == std::string::npos) return std::exchange(unread_, {});
  std::string out = unread_.substr(0, found + end.size());
  unread_.erase(0, out.size());
  return out;
}

std::string RawClient::read_exactly(std::size_t size) {
  while (unread_.size() < size && fill()) {
  }
  std::string out = unread_.substr(0, size);
  unread_.erase(0, out.size());
  return out;
}

std::string RawClient::read_to_end() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

WireFrame RawClient::read_frame() {
  const std::string head = read_exactly(2);
  if (head.size() < 2) return {};
  WireFrame frame;
  const auto first = static_cast<unsigned char>(head[0]);
  std::size_t size = static_cast<unsigned char>(head[1]);  // a server's frame is not masked: no high bit
  const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
  const std::string longer = read_exactly(more);
  if (longer.size() < more) return {};
  if (more != 0) size = 0;
  for (const char c : longer) size = size << 8U | static_cast<unsigned char>(c);
  frame.payload = read_exactly(size);
  if (frame.payload.size() < size) return {};
  frame.opcode = first & 0x0F;
  frame.fin = (first & 0x80) != 0;
  return frame;
}

WireFrame RawClient::read_data() {
  WireFrame frame = read_frame();
  while (frame.opcode == 9) frame = read_frame();
  return frame;
}

int RawClient::upgrade(std::string_view subprotocol, std::string_view more_headers) {
  if (!send(upgrade_request(subprotocol, more_headers))) return 0;
  return status_of(read_until("\r\n\r\n"));
}

std::string RawClient::exchange(std::string_view request) {
  if (!send(request)) return {};
  std::string answer = read_until("\r\n\r\n");
  constexpr std::string_view kLength = "Content-Length: ";
  const std::size_t at = answer.find(kLength);
  if (at == std::string::npos) return answer;
  return answer + read_exactly(std::strtoul(answer.c_str() + at + kLength.size(), nullptr, 10));
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(fd_, -1));
}

void RawClient::shut_sending() {
  ::shutdown(fd_, SHUT_WR);
}

std::string client_frame(int opcode, std::string_view payload, bool fin) {
  std::string out;
  out.push_back(static_cast<char>((fin ? 0x80 : 0) | opcode));
  const std::size_t size = payload.size();
  if (size < 126) {
    out.push_back(static_cast<char>(0x80U | size));
  } else if (size < 65536) {
    out.push_back(static_cast<char>(0x80 | 126));
    out.push_back(static_cast<char>(size >> 8U));
    out.push_back(static_cast<char>(size & 0xFFU));
  } else {
    out.push_back(static_cast<char>(0x80 | 127));
    for (unsigned shift = 64; shift != 0; shift -= 8)
      out.push_back(static_cast<char>(size >> (shift - 8) & 0xFFU));
  }
  constexpr std::string_view kMask{"\x1f\x83\x40\xd9", 4};
  out.append(kMask);
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(payload[i] ^ kMask[i % 4]));
  return out;
}

std::string upgrade_request(std::string_view subprotocol, std::string_view more_headers,
                            std::string_view path) {
  std::string out = "GET ";
  out.append(path).append(" HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
  out.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  if (!subprotocol.empty()) out.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  return out.append(more_headers).append("\r\n");
}

int status_of(std::string_view head) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  if (head.substr(0, kVersion.size()) != kVersion) return 0;
  return std::atoi(std::string{head.substr(kVersion.size(), 3)}.c_str());
}

}  // namespace holdfast::tests
