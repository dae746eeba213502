// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <utility>

#include "gateway/connection.hpp"
#include "io/waiter.hpp"

namespace holdfast::gateway {

namespace {

constexpr std::chrono::milliseconds kPause{50};  // a tick: bounds a storm to kAcceptBurst a tick and reactor

/// None for a Unix socket.
std::optional<io::asio::ip::address> address_of(const sockaddr_storage& from) {
  namespace ip = io::asio::ip;
  if (from.ss_family == AF_INET) {
    return ip::address{ip::address_v4{ntohl(reinterpret_cast<const sockaddr_in&>(from).sin_addr.s_addr)}};
  }
  if (from.ss_family != AF_INET6) return std::nullopt;
  ip::address_v6::bytes_type bytes;
  const auto& raw = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr.s6_addr;
  std::copy(std::begin(raw), std::end(raw), bytes.begin());
  return ip::address{ip::address_v6{bytes}};
}

}  // namespace

ListeningFd::~ListeningFd() {
  if (fd_ >= 0) ::close(fd_);
}

Listener::Listener(io::Reactor& reactor, std::shared_ptr<const ListenRules> rules, TlsContext tls,
                   HalfOpen::Bounds bounds)
    : reactor_{reactor},
      rules_{std::move(rules)},
      tls_{std::move(tls)},
      loop_{std::make_shared<CorkLoop>(reactor, rules_->waits)},
      half_open_{std::make_shared<HalfOpen>(bounds)},
      acceptor_{reactor.executor()} {}

void Listener::begin(ListeningFd fd) {
  if (stopping_ || fd.get() < 0) return;
  error_code error;
  acceptor_.assign(fd.get(), error);
  if (error) return;
  static_cast<void>(fd.release());
  io::spawn(reactor_, accept_loop(shared_from_this()));
}

void Listener::stop() {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
}

io::Task<void> Listener::accept_loop(std::shared_ptr<Listener> self) {
  while (!self->stopping_) {
    auto waited =
        co_await self->acceptor_.async_wait(Acceptor::wait_read, io::asio::as_tuple(io::asio::deferred));
    if (std::get<0>(waited)) co_return;
    const bool go_on = self->accept_burst();
    if (!go_on) co_await io::sleep_for(kPause);
  }
}

bool Listener::accept_burst() {
  for (std::size_t taken = 0; taken < limits::kAcceptBurst; ++taken) {
    // When full the rest waits in the backlog until a deadline frees places.
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto slot = half_open_->take();
    if (!slot) return false;
    const int fd = ::accept4(acceptor_.native_handle(), reinterpret_cast<sockaddr*>(&from), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
    if (fd < 0) return errno == EAGAIN;  // otherwise out of descriptors or memory: others must end first
    const int on = 1;
    if (from.ss_family != AF_UNIX) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    StreamSocket socket{reactor_.executor()};
    error_code error;
    socket.assign(io::asio::generic::stream_protocol{from.ss_family, 0}, fd, error);
    if (error) {
      ::close(fd);
      return false;
    }
    io::spawn(reactor_, serve(shared_from_this(), std::move(socket), std::move(*slot), address_of(from)));
  }
  return false;
}

}  // namespace holdfast::gateway
