// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/ids.hpp"
#include "domain/limits.hpp"
#include "wire/frame.hpp"

namespace holdfast::hub {

/// Wakes when a queue that was empty has something. Implemented by a session.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void wake() = 0;
};

/// What one session is still owed, in two lanes, each first-in first-out and bounded in bytes. Lives on: one
/// reactor. Knows no socket. Frames that belong to a conversation carry its id, so that the urgent lane never
/// overtakes within a conversation and what a lagging listener will read from the store anyway can be taken
/// back.
class SendQueue {
 public:
  struct Bounds {
    std::size_t urgent{limits::kUrgentBytes};
    std::size_t bulk{limits::kBulkBytes};
  };
  enum class Pushed : std::uint8_t { Queued, Full };

  explicit SendQueue(Writer& writer) : SendQueue{writer, Bounds{}} {}
  SendQueue(Writer& writer, Bounds bounds);
  /// Replies, escalations, notices. Full: the session must be closed with a code that means come back.
  Pushed push_urgent(wire::FramePtr frame);
  /// An urgent frame of a conversation: what waits of the same conversation in the bulk lane moves ahead with
  /// it, in order. Full: nothing moved, nothing queued. Cost: linear in the bulk lane, which is empty for all
  /// but slow readers.
  Pushed push_urgent(wire::FramePtr frame, ConversationId of);
  /// Conversation traffic. Full: nothing was queued; the caller marks that conversation lagging.
  Pushed push_bulk(wire::FramePtr frame, ConversationId of = {});
  /// Takes back what waits of this conversation in the bulk lane.
  void drop_bulk(ConversationId of);
  /// Calls the writer if something was pushed since the last flush. Callers push many, then flush once.
  void flush();
  /// True between a push and the flush after it.
  [[nodiscard]] bool unflushed() const noexcept { return pushed_; }

  [[nodiscard]] bool empty() const noexcept { return urgent_.empty() && bulk_.empty(); }
  /// What `pop` gives next is urgent.
  [[nodiscard]] bool urgent() const noexcept { return !urgent_.empty(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return urgent_.bytes + bulk_.bytes; }
  /// The next frame, urgent first. Precondition: not empty.
  [[nodiscard]] wire::FramePtr pop();

 private:
  struct Waiting {
    wire::FramePtr frame;
    ConversationId of;
  };
  /// A vector read from the front: an idle session holds no memory for it, unlike a deque.
  struct Lane {
    std::vector<Waiting> frames;
    std::size_t first{0};
    std::size_t bytes{0};
    [[nodiscard]] bool empty() const noexcept { return first == frames.size(); }
    void push(Waiting waiting);
    wire::FramePtr pop();
    /// Moves what belongs to the conversation to `out`, keeping the order of both.
    void take(ConversationId of, Lane* out);
    [[nodiscard]] std::size_t bytes_of(ConversationId of) const noexcept;
    void settle();
  };

  Writer& writer_;
  Bounds bounds_;
  Lane urgent_, bulk_;
  bool pushed_{false};
};

}  // namespace holdfast::hub
