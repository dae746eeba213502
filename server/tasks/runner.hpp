// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

#include "domain/records.hpp"
#include "io/reactor.hpp"
#include "io/waiter.hpp"
#include "service/context.hpp"
#include "tasks/anchored_clock.hpp"

namespace holdfast::tasks {

/// The clock's door: claims rows that fall due under their version, runs their stories beside each other,
/// looks again when the next is due, when it is poked, and at the latest after limits::kTaskLook. Lives on:
/// one reactor, outlives it. A claim that a paused or dead node holds ends by itself; its late finish meets
/// the version.
class Runner {
 public:
  /// `ctx` is that reactor's; its clock is `clock`.
  Runner(io::Reactor& reactor, service::Context& ctx, AnchoredClock& clock);

  /// Called on the reactor at each look (at least once a second): leases to expire, clocks to follow. Before
  /// `start`.
  void each_look(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }
  void start();
  /// A task was made that falls due at `due`. From any thread.
  void poke(Instant due);
  /// From any thread; no new task is claimed afterwards. What runs ends by itself.
  void stop();

  /// One look: claims what is due and begins it. Gives when to look again. Errors: Unavailable.
  io::Task<Result<std::chrono::milliseconds>> look();
  /// How many handlers run. On the reactor.
  [[nodiscard]] std::size_t running() const noexcept { return running_; }
  /// Nothing is overdue by more than two looks, and it has looked lately. From any thread.
  [[nodiscard]] bool on_time() const;

 private:
  io::Task<void> look_on();
  io::Task<bool> claim(domain::Task* task);
  io::Task<void> run(domain::Task task);
  io::Task<void> give_back(domain::Task task, Code why);
  void wake();

  io::Reactor& reactor_;
  service::Context& ctx_;
  AnchoredClock& clock_;
  std::vector<std::function<void()>> callbacks_;
  std::size_t running_{0};
  bool stopping_{false};
  bool poked_{false};
  std::optional<io::Waiter<bool>> sleeper_;
  io::TimerWheel::Handle alarm_;
  std::atomic<std::int64_t> punctual_{0};  // steady microseconds of the last look that found nothing late
};

}  // namespace holdfast::tasks
