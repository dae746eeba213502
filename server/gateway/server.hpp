// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/limits.hpp"
#include "gateway/socket.hpp"
#include "gateway/waits.hpp"
#include "io/http.hpp"
#include "io/reactor.hpp"

namespace holdfast::gateway {

/// One place to listen at. Either an address and port, or a Unix socket.
struct ListenConfig {
  std::string address{"127.0.0.1"};
  std::uint16_t port{0};         // 0: the kernel chooses, `Server::port` tells
  std::string unix_path;         // not empty: a Unix socket of mode 0600 there, and no TCP
  std::string certificate_file;  // PEM; both or neither. Without: plain, on loopback or behind a proxy only
  std::string key_file;
  std::vector<std::string>
      origins;  // exact, "https://line.example"; a request without Origin is always let in
  std::vector<std::string> proxies;  // addresses or ranges that must send PROXY protocol v2
  std::vector<std::string>
      trusted;  // ranges the half-open bound of an address does not bind: clinics, shelters
  Waits waits;
  std::size_t half_open{limits::kHalfOpen};
  std::size_t half_open_address{limits::kHalfOpenAddress};
};

class Listener;

/// Accepts connections on every reactor, answers HTTP through one door and hands upgraded sockets to the
/// other. Lives on: the thread that made it; the reactors outlive its use, the doors outlive the reactors'
/// run.
class Server {
 public:
  /// `sockets` null: no WebSocket here (administration).
  Server(io::Reactors& reactors, ListenConfig config, io::HttpDoor& http, SocketDoor* sockets);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens. Gives: false with one sentence in `why` that names the setting. Call once; the reactors may
  /// already run.
  [[nodiscard]] bool start(std::string& why);
  [[nodiscard]] std::uint16_t port() const noexcept;
  /// New connections use the files' present content; the living keep theirs. On failure nothing changes.
  [[nodiscard]] bool reload_tls(std::string& why);

  /// Closes the acceptors; HTTP connections end after their present answer. Any thread; takes effect at the
  /// reactors' next turn. Repeats are ignored.
  void stop_accepting();
  /// Cuts every connection that is left. Any thread.
  void cut_all();
  /// Connections from accept until their last byte of memory is given back. Any thread.
  [[nodiscard]] std::size_t live() const noexcept;

 private:
  ListenConfig config_;
  io::Reactors& reactors_;
  io::HttpDoor& http_;
  SocketDoor* sockets_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  std::uint16_t port_{0};
};

}  // namespace holdfast::gateway
