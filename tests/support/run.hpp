// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>

#include "io/reactor.hpp"
#include "io/task.hpp"

namespace holdfast::tests {

/// Runs tasks on a reactor of the test's own thread. A task that does not end within the deadline fails the
/// test by an exception, so that nothing waits for ever.
class Runner {
 public:
  static constexpr std::chrono::seconds kDeadline{20};

  template <class T>
  T run(io::Task<T> task) {
    std::optional<T> result;
    std::exception_ptr escaped;
    io::asio::co_spawn(reactor_.executor(), std::move(task), [&](std::exception_ptr e, T value) {
      escaped = e;
      if (!e) result.emplace(std::move(value));
      reactor_.stop();
    });
    spin([&] { return escaped || result; });
    if (escaped) std::rethrow_exception(escaped);
    return std::move(*result);
  }

  void run(io::Task<void> task) {
    bool done = false;
    std::exception_ptr escaped;
    io::asio::co_spawn(reactor_.executor(), std::move(task), [&](std::exception_ptr e) {
      escaped = e;
      done = true;
      reactor_.stop();
    });
    spin([&] { return done; });
    if (escaped) std::rethrow_exception(escaped);
  }

  [[nodiscard]] io::Reactor& reactor() { return reactor_; }

 private:
  template <class Done>
  void spin(Done done) {
    reactor_.context().restart();
    auto guard = reactor_.timers().after(kDeadline, [this] { reactor_.stop(); });
    reactor_.run();
    if (!done()) throw std::runtime_error{"a task did not end within its deadline"};
  }

  NoObserver observer_;
  io::Reactor reactor_{0, observer_};
};

}  // namespace holdfast::tests
