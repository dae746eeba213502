// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/send_queue.hpp"

#include <cassert>
#include <utility>

namespace holdfast::hub {

namespace {
// A lane that was long gives its memory back when it runs empty: a slow evening must not cost for the whole
// night.
constexpr std::size_t kKeptFrames = 32;
}  // namespace

void SendQueue::Lane::push(Waiting waiting) {
  bytes += waiting.frame->bytes().size();
  frames.push_back(std::move(waiting));
}

wire::FramePtr SendQueue::Lane::pop() {
  wire::FramePtr frame = std::move(frames[first].frame);
  ++first;
  bytes -= frame->bytes().size();
  settle();
  return frame;
}

void SendQueue::Lane::settle() {
  if (empty()) {
    first = 0;
    frames.clear();
    if (frames.capacity() > kKeptFrames) frames.shrink_to_fit();
  } else if (first >= kKeptFrames && first * 2 >= frames.size()) {
    frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(first));
    first = 0;
  }
}

std::size_t SendQueue::Lane::bytes_of(ConversationId of) const noexcept {
  std::size_t sum = 0;
  for (std::size_t i = first; i < frames.size(); ++i) {
    if (frames[i].of == of) sum += frames[i].frame->bytes().size();
  }
  return sum;
}

void SendQueue::Lane::take(ConversationId of, Lane* out) {
  std::size_t kept = first;
  for (std::size_t i = first; i < frames.size(); ++i) {
    if (frames[i].of != of) {
      if (kept != i) frames[kept] = std::move(frames[i]);
      ++kept;
      continue;
    }
    bytes -= frames[i].frame->bytes().size();
    if (out != nullptr) out->push(std::move(frames[i]));
  }
  frames.resize(kept);
  settle();
}

SendQueue::SendQueue(Writer& writer, Bounds bounds) : writer_{writer}, bounds_{bounds} {}

SendQueue::Pushed SendQueue::push_urgent(wire::FramePtr frame) {
  if (urgent_.bytes + frame->bytes().size() > bounds_.urgent) return Pushed::Full;
  urgent_.push({std::move(frame), {}});
  pushed_ = true;
  return Pushed::Queued;
}

SendQueue::Pushed SendQueue::push_urgent(wire::FramePtr frame, ConversationId of) {
  const std::size_t before = bulk_.empty() ? 0 : bulk_.bytes_of(of);
  if (urgent_.bytes + before + frame->bytes().size() > bounds_.urgent) return Pushed::Full;
  if (before != 0) bulk_.take(of, &urgent_);
  urgent_.push({std::move(frame), of});
  pushed_ = true;
  return Pushed::Queued;
}

SendQueue::Pushed SendQueue::push_bulk(wire::FramePtr frame, ConversationId of) {
  if (bulk_.bytes + frame->bytes().size() > bounds_.bulk) return Pushed::Full;
  bulk_.push({std::move(frame), of});
  pushed_ = true;
  return Pushed::Queued;
}

void SendQueue::drop_bulk(ConversationId of) {
  if (!bulk_.empty()) bulk_.take(of, nullptr);
}

void SendQueue::flush() {
  if (!std::exchange(pushed_, false)) return;
  if (!empty()) writer_.wake();
}

wire::FramePtr SendQueue::pop() {
  assert(!empty());
  return urgent_.empty() ? bulk_.pop() : urgent_.pop();
}

}  // namespace holdfast::hub
