// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gateway/waits.hpp"
#include "io/reactor.hpp"

namespace holdfast::gateway {

class Corked;

/// What all corked streams of one reactor share: who has unsent bytes, spare buffers, the ciphertext scratch.
/// Lives on: one reactor; only `live` is read elsewhere.
class CorkLoop : public std::enable_shared_from_this<CorkLoop> {
 public:
  CorkLoop(io::Reactor& reactor, Waits waits)
      : reactor_{reactor}, waits_{waits}, rest_timer_{reactor.executor()} {}
  CorkLoop(const CorkLoop&) = delete;
  CorkLoop& operator=(const CorkLoop&) = delete;

  [[nodiscard]] io::Reactor& reactor() noexcept { return reactor_; }
  [[nodiscard]] const Waits& waits() const noexcept { return waits_; }
  /// Streams that exist, from accept to the last reference.
  [[nodiscard]] std::size_t live() const noexcept { return live_.load(std::memory_order_relaxed); }
  /// Cuts every stream of this reactor.
  void cut_all();

 private:
  friend class Corked;

  void enter(Corked& stream);
  void leave(Corked& stream) noexcept;
  /// Has the stream flushed at the end of this turn.
  void mark(Corked& stream);
  void turn();
  void rest(Corked& stream);
  void wake_resting();
  [[nodiscard]] std::string lend();
  void give_back(std::string buffer);

  io::Reactor& reactor_;
  Waits waits_;
  std::vector<Corked*> dirty_, flushing_, resting_, waking_;  // entries become null when their stream goes
  std::vector<Corked*> streams_;
  std::vector<std::string> spare_;
  std::size_t spare_bytes_{0};
  std::string cipher_;  // output of the SSL call just made, empty between calls
  using Timer =
      io::asio::basic_waitable_timer<std::chrono::steady_clock,
                                     io::asio::wait_traits<std::chrono::steady_clock>, io::Executor>;
  Timer rest_timer_;
  std::chrono::steady_clock::time_point now_{std::chrono::steady_clock::now()};  // of this turn
  std::uint64_t appended_{0}, seen_{0};
  int hops_{0};
  bool scheduled_{false};
  std::atomic<std::size_t> live_{0};
};

}  // namespace holdfast::gateway
