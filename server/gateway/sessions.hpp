// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "gateway/session.hpp"

namespace holdfast::gateway {

/// All sessions of the process, each on the reactor its socket came on. Outlives the reactors' run.
class Sessions final : public SocketDoor {
 public:
  /// What a session on that reactor works with.
  using PlaceOf = std::function<Session::Place(io::Reactor&)>;
  Sessions(io::Reactors& reactors, PlaceOf place_of);
  ~Sessions() override;

  void opened(std::shared_ptr<Socket> socket) override;
  /// From any thread: every client is told to come back within `spread`, each at a moment of its own, and is
  /// closed once its requests in flight are answered. Sockets that open later are closed with Draining at
  /// once.
  void drain(std::chrono::milliseconds spread = limits::kDrainSpread);
  /// From any thread: sessions whose socket has not ended.
  [[nodiscard]] std::size_t live() const noexcept { return live_.load(); }

 private:
  using Here = std::unordered_map<Session*, std::shared_ptr<Session>>;
  void drain_here(std::size_t reactor, std::chrono::milliseconds spread);

  io::Reactors& reactors_;
  PlaceOf place_of_;
  std::vector<Here> here_;  // one a reactor, touched by that reactor only
  std::atomic<std::size_t> live_{0};
  std::atomic<bool> draining_{false};
};

}  // namespace holdfast::gateway
