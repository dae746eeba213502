// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/cork_loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "domain/limits.hpp"
#include "gateway/corked.hpp"

namespace holdfast::gateway {

void CorkLoop::enter(Corked& stream) {
  stream.place_ = streams_.size();
  streams_.push_back(&stream);
  live_.store(streams_.size(), std::memory_order_relaxed);
}

void CorkLoop::leave(Corked& stream) noexcept {
  const auto blank = [gone = &stream](std::vector<Corked*>& list) {
    std::replace(list.begin(), list.end(), gone, static_cast<Corked*>(nullptr));
  };
  if (stream.dirty_) {
    blank(dirty_);
    blank(flushing_);
  }
  if (stream.resting_) {
    blank(resting_);
    blank(waking_);
  }
  streams_[stream.place_] = streams_.back();
  streams_[stream.place_]->place_ = stream.place_;
  streams_.pop_back();
  live_.store(streams_.size(), std::memory_order_relaxed);
}

void CorkLoop::mark(Corked& stream) {
  dirty_.push_back(&stream);
  if (scheduled_) return;
  scheduled_ = true;
  hops_ = 0;
  seen_ = appended_;
  io::asio::post(reactor_.context(), [self = shared_from_this()] { self->turn(); });
}

void CorkLoop::turn() {
  // Pipelined requests arrive one a pass of the reactor: while more came since the last look, wait for their
  // answers.
  if (hops_ < limits::kFlushHops && seen_ != appended_) {
    ++hops_;
    seen_ = appended_;
    io::asio::post(reactor_.context(), [self = shared_from_this()] { self->turn(); });
    return;
  }
  scheduled_ = false;
  now_ = std::chrono::steady_clock::now();
  flushing_.swap(dirty_);
  // By index: a flush may call its owner back, who may end other streams of this list.
  for (std::size_t i = 0; i < flushing_.size(); ++i) {
    if (i + 1 < flushing_.size()) __builtin_prefetch(flushing_[i + 1]);
    Corked* const stream = flushing_[i];
    if (stream == nullptr) continue;
    if (stream->may_rest(now_)) {
      rest(*stream);
    } else {
      stream->flush();
    }
  }
  flushing_.clear();
}

// A write costs the kernel 3 µs however little it carries: in a busy room it waits for what the next
// milliseconds bring.
void CorkLoop::rest(Corked& stream) {
  stream.dirty_ = false;
  if (std::exchange(stream.resting_, true)) return;
  resting_.push_back(&stream);
  if (resting_.size() > 1) return;
  rest_timer_.expires_after(limits::kFlushRest);
  rest_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
    if (!error) self->wake_resting();
  });
}

void CorkLoop::wake_resting() {
  now_ = std::chrono::steady_clock::now();
  waking_.swap(resting_);
  for (std::size_t i = 0; i < waking_.size(); ++i) {
    if (i + 1 < waking_.size()) __builtin_prefetch(waking_[i + 1]);
    Corked* const stream = waking_[i];
    if (stream == nullptr) continue;
    stream->resting_ = false;
    if (!stream->dirty_) stream->flush();  // otherwise this turn's end does
  }
  waking_.clear();
}

std::string CorkLoop::lend() {
  if (spare_.empty()) return {};
  std::string buffer = std::move(spare_.back());
  spare_.pop_back();
  spare_bytes_ -= buffer.capacity();
  return buffer;
}

void CorkLoop::give_back(std::string buffer) {
  if (spare_bytes_ + buffer.capacity() > limits::kPooledBytes || buffer.capacity() > limits::kSocketRoom) {
    return;
  }
  spare_bytes_ += buffer.capacity();
  buffer.clear();
  spare_.push_back(std::move(buffer));
}

void CorkLoop::cut_all() {
  const std::vector<Corked*> streams = streams_;
  std::vector<CorkedPtr> held;  // a cut must not free the next one under us
  held.reserve(streams.size());
  for (Corked* const stream : streams) held.emplace_back(stream);
  for (const CorkedPtr& stream : held) stream->cut();
}

}  // namespace holdfast::gateway
