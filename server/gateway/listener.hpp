// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "gateway/address_range.hpp"
#include "gateway/corked.hpp"
#include "gateway/half_open.hpp"
#include "gateway/socket.hpp"
#include "io/http.hpp"

namespace holdfast::gateway {

/// What all connections of one place to listen at go by; never changed after start.
struct ListenRules {
  io::HttpDoor& http;
  SocketDoor* sockets;
  std::vector<std::string> origins;
  AddressRanges proxies;
  AddressRanges trusted;
  Waits waits;
};

/// A listening file descriptor, closed with the object.
class ListeningFd {
 public:
  explicit ListeningFd(int fd) : fd_{fd} {}
  ListeningFd(ListeningFd&& other) noexcept : fd_{other.release()} {}
  ListeningFd& operator=(ListeningFd&&) = delete;
  ~ListeningFd();
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// One acceptor on one reactor. Lives on: that reactor, once begun; connections hold it.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(io::Reactor& reactor, std::shared_ptr<const ListenRules> rules, TlsContext tls,
           HalfOpen::Bounds bounds);

  /// Begins to accept on `fd`, a listening, non-blocking socket.
  void begin(ListeningFd fd);
  void stop();
  void use(TlsContext tls) { tls_ = std::move(tls); }

  [[nodiscard]] const ListenRules& rules() const noexcept { return *rules_; }
  [[nodiscard]] io::Reactor& reactor() noexcept { return reactor_; }
  [[nodiscard]] const TlsContext& tls() const noexcept { return tls_; }
  [[nodiscard]] const std::shared_ptr<CorkLoop>& loop() const noexcept { return loop_; }
  [[nodiscard]] HalfOpen& half_open() noexcept { return *half_open_; }
  [[nodiscard]] bool stopping() const noexcept { return stopping_; }

 private:
  using Acceptor = io::asio::posix::basic_stream_descriptor<io::Executor>;

  static io::Task<void> accept_loop(std::shared_ptr<Listener> self);
  /// Takes what waits, up to a burst. Gives: false when accepting must pause for a tick.
  [[nodiscard]] bool accept_burst();

  io::Reactor& reactor_;
  std::shared_ptr<const ListenRules> rules_;
  TlsContext tls_;
  std::shared_ptr<CorkLoop> loop_;
  std::shared_ptr<HalfOpen> half_open_;
  Acceptor acceptor_;
  bool stopping_{false};
};

}  // namespace holdfast::gateway
