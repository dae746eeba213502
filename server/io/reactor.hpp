// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/instant.hpp"
#include "base/observe.hpp"
#include "io/task.hpp"
#include "io/timer_wheel.hpp"

namespace holdfast::io {

/// Work handed to a reactor. Move-only, so that it may own a coroutine's continuation.
class Mail {
 public:
  template <class F>
  explicit Mail(F work) : work_{std::make_unique<Holding<F>>(std::move(work))} {}
  void open() { work_->run(); }

 private:
  struct Work {
    virtual ~Work() = default;
    virtual void run() = 0;
  };
  template <class F>
  struct Holding final : Work {
    explicit Holding(F&& f) : work{std::move(f)} {}
    void run() override { work(); }
    F work;
  };
  std::unique_ptr<Work> work_;
};

/// One thread, one io_context, one timer wheel. What it owns is touched by no other thread; others hand it
/// mail.
class Reactor {
 public:
  Reactor(std::size_t index, Observer& observer);
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  /// From any thread. Order per sender is kept; a burst costs one wake-up.
  void mail(Mail work);

  /// The reactor whose thread this is; null elsewhere.
  [[nodiscard]] static Reactor* current() noexcept;

  [[nodiscard]] asio::io_context& context() noexcept { return context_; }
  [[nodiscard]] Executor executor() noexcept { return context_.get_executor(); }
  [[nodiscard]] TimerWheel& timers() noexcept { return *timers_; }
  [[nodiscard]] std::size_t index() const noexcept { return index_; }
  [[nodiscard]] Observer& observer() noexcept { return observer_; }

  /// Runs on the calling thread until `stop`; `start` runs it on its own.
  void run();
  void start();
  /// From any thread; returns at once. Work left behind is destroyed with the reactor.
  void stop();
  void join();

 private:
  void open_mail();

  std::size_t index_;
  Observer& observer_;
  asio::io_context context_{1};
  asio::executor_work_guard<Executor> work_;
  std::unique_ptr<TimerWheel> timers_;
  std::mutex mutex_;  // guards incoming_ only: held for one push or one swap
  std::vector<Mail> incoming_;
  std::vector<Mail> opening_;
  std::thread thread_;
};

/// All reactors of the process, in index order.
class Reactors {
 public:
  Reactors(std::size_t count, Observer& observer);
  ~Reactors();
  [[nodiscard]] std::size_t size() const noexcept { return reactors_.size(); }
  [[nodiscard]] Reactor& at(std::size_t index) { return *reactors_.at(index); }
  void start();
  void stop_and_join();

 private:
  std::vector<std::unique_ptr<Reactor>> reactors_;
};

}  // namespace holdfast::io
