// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "domain/limits.hpp"
#include "wire/frame.hpp"

namespace holdfast::hub {

/// Wakes when a queue that was empty has something. Implemented by a session.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void wake() = 0;
};

/// What one session is still owed, in two lanes, each first-in first-out and bounded in bytes. Lives on: one reactor.
/// Knows no socket.
class SendQueue {
 public:
  struct Bounds { std::size_t urgent{limits::kUrgentBytes}; std::size_t bulk{limits::kBulkBytes}; };
  enum class Pushed : std::uint8_t { Queued, Full };

  explicit SendQueue(Writer& writer) : SendQueue{writer, Bounds{}} {}
  SendQueue(Writer& writer, Bounds bounds);
  /// Replies, escalations, notices. Full: the session must be closed with a code that means come back.
  Pushed push_urgent(wire::FramePtr frame);
  /// Conversation traffic. Full: nothing was queued; the caller marks that conversation lagging.
  Pushed push_bulk(wire::FramePtr frame);
  /// Calls the writer if something was pushed since the last flush. Callers push many, then flush once.
  void flush();

  [[nodiscard]] bool empty() const noexcept { return urgent_.empty() && bulk_.empty(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return urgent_bytes_ + bulk_bytes_; }
  /// The next frame, urgent first. Precondition: not empty.
  [[nodiscard]] wire::FramePtr pop();

 private:
  Writer& writer_;
  Bounds bounds_;
  std::deque<wire::FramePtr> urgent_, bulk_;
  std::size_t urgent_bytes_{0}, bulk_bytes_{0};
  bool pushed_{false};
};

}  // namespace holdfast::hub
