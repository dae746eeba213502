// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/reactor.hpp"

#include <boost/asio/post.hpp>

namespace holdfast::io {

namespace {
thread_local Reactor* current_reactor = nullptr;
}

Reactor::Reactor(std::size_t index, Observer& observer)
    : index_{index},
      observer_{observer},
      work_{context_.get_executor()},
      timers_{std::make_unique<TimerWheel>(context_)} {}

Reactor::~Reactor() {
  stop();
  join();
}

Reactor* Reactor::current() noexcept {
  return current_reactor;
}

void Reactor::mail(Mail work) {
  bool wake = false;
  {
    const std::lock_guard lock{mutex_};
    wake = incoming_.empty();
    incoming_.push_back(std::move(work));
  }
  if (wake) asio::post(context_, [this] { open_mail(); });
}

void Reactor::open_mail() {
  {
    const std::lock_guard lock{mutex_};
    opening_.swap(incoming_);
  }
  for (Mail& work : opening_) work.open();
  opening_.clear();
}

void Reactor::run() {
  Reactor* const before = current_reactor;
  current_reactor = this;
  for (;;) {
    try {
      context_.run();
      break;
    } catch (...) {
      // Only code outside coroutines reaches this: one handler is lost, the others go on.
      observer_.count(Signal::Escaped);
    }
  }
  current_reactor = before;
}

void Reactor::start() {
  thread_ = std::thread{[this] { run(); }};
}

void Reactor::stop() {
  context_.stop();
}

void Reactor::join() {
  if (thread_.joinable()) thread_.join();
}

Reactors::Reactors(std::size_t count, Observer& observer) {
  reactors_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) reactors_.push_back(std::make_unique<Reactor>(i, observer));
}

Reactors::~Reactors() {
  stop_and_join();
}

void Reactors::start() {
  for (auto& reactor : reactors_) reactor->start();
}

void Reactors::stop_and_join() {
  for (auto& reactor : reactors_) reactor->stop();
  for (auto& reactor : reactors_) reactor->join();
}

}  // namespace holdfast::io
