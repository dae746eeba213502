// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "bare_store/sends.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <system_error>
#include <thread>
#include <vector>

namespace holdfast::load {

namespace {

constexpr std::size_t kConnections = 200;
constexpr std::size_t kRounds = 300;
constexpr std::size_t kBytes = 128;

void must(bool good, const char* what) {
  if (!good) throw std::system_error{errno, std::system_category(), what};
}

/// Until it is killed.
[[noreturn]] void read_everything(sockaddr_in to, int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<unsigned>(core), &cores);
  must(::sched_setaffinity(0, sizeof cores, &cores) == 0, "sched_setaffinity");
  const int epoll = ::epoll_create1(0);
  for (std::size_t i = 0; i < kConnections; ++i) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    must(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0, "connect");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    must(::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
  }
  std::array<epoll_event, 256> events{};
  std::array<char, 65536> bytes{};
  for (;;) {
    const int count =
        ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 0);  // as the hammer: awake
    for (int i = 0; i < count; ++i) {
      if (::recv(events.at(static_cast<std::size_t>(i)).data.fd, bytes.data(), bytes.size(), 0) == 0)
        std::_Exit(0);
    }
  }
}

double cpu_micros() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double send_rounds(int listener) {
  std::vector<int> peers;
  while (peers.size() < kConnections) {
    peers.push_back(::accept(listener, nullptr, nullptr));
    must(peers.back() >= 0, "accept");
    const int on = 1;
    ::setsockopt(peers.back(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  const std::array<char, kBytes> bytes{};
  double spent = 0;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const double before = cpu_micros();
    for (const int peer : peers) must(::send(peer, bytes.data(), kBytes, MSG_NOSIGNAL) == kBytes, "send");
    spent += cpu_micros() - before;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});  // the reader keeps up, as a client does
  }
  for (const int peer : peers) ::close(peer);
  return spent / static_cast<double>(kRounds * kConnections);
}

}  // namespace

double cost_of_a_send(int other_core) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  must(::bind(listener, reinterpret_cast<const sockaddr*>(&at), size) == 0, "bind");
  must(::listen(listener, kConnections) == 0, "listen");
  must(::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size) == 0, "getsockname");
  const pid_t reader = ::fork();
  must(reader >= 0, "fork");
  if (reader == 0) {
    try {
      read_everything(at, other_core);
    } catch (const std::exception&) {
      std::_Exit(1);
    }
  }
  const double each = send_rounds(listener);
  ::close(listener);
  must(::waitpid(reader, nullptr, 0) == reader, "waitpid");
  return each;
}

}  // namespace holdfast::load
