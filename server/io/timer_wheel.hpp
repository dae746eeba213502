// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/instant.hpp"

namespace holdfast::io {

/// Many coarse deadlines on one system timer. Lives on: one reactor. A deadline fires between 0 and one tick
/// late. Arming and cancelling are O(1); an idle wheel keeps no timer running.
class TimerWheel {
 public:
  using Tick = std::chrono::milliseconds;
  /// Cancels when destroyed. Must be destroyed on the reactor, before the wheel.
  class Handle;

  explicit TimerWheel(boost::asio::io_context& context, Tick tick = Tick{50});
  ~TimerWheel();
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;

  /// Calls `due` once on the reactor's thread, `wait` from now or up to a tick later.
  [[nodiscard]] Handle after(std::chrono::milliseconds wait, std::function<void()> due);

 private:
  struct Entry;
  struct Wheel;
  std::shared_ptr<Wheel> wheel_;
};

class TimerWheel::Handle {
 public:
  Handle() = default;
  ~Handle() { cancel(); }
  Handle(Handle&& other) noexcept = default;
  Handle& operator=(Handle&& other) noexcept;
  void cancel() noexcept;
  [[nodiscard]] bool armed() const noexcept;

 private:
  friend class TimerWheel;
  std::shared_ptr<Entry> entry_;
};

}  // namespace holdfast::io
