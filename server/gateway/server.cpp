// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/server.hpp"

#include <numeric>
#include <utility>

#include "gateway/listen_socket.hpp"
#include "gateway/listener.hpp"

namespace holdfast::gateway {

namespace {

bool read_ranges(const std::vector<std::string>& texts, const char* setting, AddressRanges& out,
                 std::string& why) {
  for (const std::string& text : texts) {
    const auto range = AddressRange::parse(text);
    if (!range) {
      why = std::string{setting} + ": \"" + text + "\" is neither an address nor a range such as 10.0.0.0/8";
      return false;
    }
    out.push_back(*range);
  }
  return true;
}

/// A reactor's share: SO_REUSEPORT spreads connections evenly, so no count is shared between threads.
std::size_t share(std::size_t whole, std::size_t reactors) {
  return (whole + reactors - 1) / reactors;
}

}  // namespace

Server::Server(io::Reactors& reactors, ListenConfig config, io::HttpDoor& http, SocketDoor* sockets)
    : config_{std::move(config)}, reactors_{reactors}, http_{http}, sockets_{sockets} {}

Server::~Server() {
  stop_accepting();
}

bool Server::start(std::string& why) {
  auto rules =
      std::make_shared<ListenRules>(ListenRules{http_, sockets_, config_.origins, {}, {}, config_.waits});
  if (!read_ranges(config_.proxies, "proxies", rules->proxies, why)) return false;
  if (!read_ranges(config_.trusted, "trusted", rules->trusted, why)) return false;
  TlsContext tls;
  if (!config_.certificate_file.empty() || !config_.key_file.empty()) {
    tls = make_tls_context(config_.certificate_file, config_.key_file, why);
    if (!tls) return false;
  }
  if (!tls && !may_listen_plain(config_, why)) return false;
  port_ = config_.port;
  const bool local = !config_.unix_path.empty();
  const std::size_t acceptors = local ? 1 : reactors_.size();
  const HalfOpen::Bounds bounds{share(config_.half_open, acceptors),
                                share(config_.half_open_address, acceptors)};
  std::vector<ListeningFd> fds;
  for (std::size_t i = 0; i < acceptors; ++i) {
    ListeningFd fd =
        local ? listen_unix(config_.unix_path, why) : listen_tcp(config_.address, port_, i == 0, why);
    if (fd.get() < 0) return false;
    if (!local && port_ == 0) port_ = port_of(fd);
    fds.push_back(std::move(fd));
  }
  for (std::size_t i = 0; i < acceptors; ++i) {
    auto listener = std::make_shared<Listener>(reactors_.at(i), rules, tls, bounds);
    listeners_.push_back(listener);
    reactors_.at(i).mail(
        io::Mail{[listener, fd = std::move(fds[i])]() mutable { listener->begin(std::move(fd)); }});
  }
  return true;
}

std::uint16_t Server::port() const noexcept {
  return port_;
}

bool Server::reload_tls(std::string& why) {
  if (config_.certificate_file.empty()) return true;
  const TlsContext tls = make_tls_context(config_.certificate_file, config_.key_file, why);
  if (!tls) return false;
  for (const auto& listener : listeners_) {
    listener->reactor().mail(io::Mail{[listener, tls] { listener->use(tls); }});
  }
  return true;
}

void Server::stop_accepting() {
  for (const auto& listener : listeners_) {
    listener->reactor().mail(io::Mail{[listener] { listener->stop(); }});
  }
  if (!config_.unix_path.empty() && !listeners_.empty()) remove_unix(config_.unix_path);
}

void Server::cut_all() {
  for (const auto& listener : listeners_) {
    listener->reactor().mail(io::Mail{[listener] { listener->loop()->cut_all(); }});
  }
}

std::size_t Server::live() const noexcept {
  return std::accumulate(
      listeners_.begin(), listeners_.end(), std::size_t{0},
      [](std::size_t sum, const auto& listener) { return sum + listener->loop()->live(); });
}

}  // namespace holdfast::gateway
