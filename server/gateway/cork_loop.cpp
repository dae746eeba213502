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
  if (stream.dirty_) {
    std::replace(dirty_.begin(), dirty_.end(), &stream, static_cast<Corked*>(nullptr));
    std::replace(flushing_.begin(), flushing_.end(), &stream, static_cast<Corked*>(nullptr));
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
  flushing_.swap(dirty_);
  // By index: a flush may call its owner back, who may end other streams of this list.
  for (std::size_t i = 0; i < flushing_.size(); ++i) {
    if (Corked* const stream = flushing_[i]) stream->flush();
  }
  flushing_.clear();
}

std::string CorkLoop::lend() {
  if (spare_.empty()) return {};
  std::string buffer = std::move(spare_.back());
  spare_.pop_back();
  return buffer;
}

void CorkLoop::give_back(std::string buffer) {
  if (spare_.size() >= limits::kPooledBuffers || buffer.capacity() > limits::kSocketRoom) return;
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
