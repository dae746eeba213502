// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/listen_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <system_error>

namespace holdfast::gateway {

namespace {

using io::asio::ip::tcp;
constexpr int kStream = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;

ListeningFd fails(const std::string& where, std::string& why) {
  why = "cannot listen at " + where + ": " + std::system_category().message(errno);
  return ListeningFd{-1};
}

bool set_on(int fd, int option) {
  const int on = 1;
  return ::setsockopt(fd, SOL_SOCKET, option, &on, sizeof on) == 0;
}

bool bind_tcp(int fd, const tcp::endpoint& at) {
  return set_on(fd, SO_REUSEADDR) && ::bind(fd, at.data(), static_cast<socklen_t>(at.size())) == 0;
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(at.sun_path, sizeof at.sun_path - 1);
  return at;
}

/// True if a living process answers there.
bool answers(const sockaddr_un& at) {
  const ListeningFd probe{::socket(AF_UNIX, kStream, 0)};
  const int result = ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at);
  return result == 0 || errno == EAGAIN;
}

}  // namespace

bool may_listen_plain(const ListenConfig& config, std::string& why) {
  if (!config.unix_path.empty() || !config.proxies.empty()) return true;
  error_code error;
  if (io::asio::ip::make_address(config.address, error).is_loopback() && !error) return true;
  why =
      "address: without a certificate the server listens on a loopback address only, or behind a proxy named "
      "in "
      "proxies";
  return false;
}

ListeningFd listen_tcp(const std::string& address, std::uint16_t port, bool first, std::string& why) {
  error_code error;
  const tcp::endpoint at{io::asio::ip::make_address(address, error), port};
  const std::string where = "address " + address + " port " + std::to_string(port);
  if (error) {
    why = "address: \"" + address + "\" is not an IP address";
    return ListeningFd{-1};
  }
  if (first && port != 0) {
    const ListeningFd probe{::socket(at.protocol().family(), kStream, 0)};
    if (probe.get() < 0 || !bind_tcp(probe.get(), at)) return fails(where, why);
  }
  ListeningFd fd{::socket(at.protocol().family(), kStream, 0)};
  if (fd.get() < 0 || !set_on(fd.get(), SO_REUSEPORT) || !bind_tcp(fd.get(), at) ||
      ::listen(fd.get(), limits::kBacklog) != 0) {
    return fails(where, why);
  }
  return fd;
}

std::uint16_t port_of(const ListeningFd& fd) {
  tcp::endpoint at;
  socklen_t size = static_cast<socklen_t>(at.capacity());
  if (::getsockname(fd.get(), at.data(), &size) != 0) return 0;
  at.resize(size);
  return at.port();
}

ListeningFd listen_unix(const std::string& path, std::string& why) {
  const sockaddr_un at = address_of(path);
  const std::string where = "Unix socket " + path;
  if (path.size() >= sizeof at.sun_path) {
    errno = ENAMETOOLONG;
    return fails(where, why);
  }
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0) {
    if (!S_ISSOCK(found.st_mode) || answers(at)) {
      errno = EADDRINUSE;
      return fails(where, why);
    }
    ::unlink(path.c_str());
  }
  ListeningFd fd{::socket(AF_UNIX, kStream, 0)};
  // Between bind and listen nobody can connect, so the mode is set in time.
  if (fd.get() < 0 || ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 ||
      ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(fd.get(), limits::kBacklog) != 0) {
    return fails(where, why);
  }
  return fd;
}

void remove_unix(const std::string& path) {
  ::unlink(path.c_str());
}

}  // namespace holdfast::gateway
