// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "holdfast/message_id.hpp"

namespace holdfast::sdk {

/// What the person wrote and the server has not yet answered for. Kept in order; each message keeps its id
/// through every retry, so that it is stored once (P2). Pure: time comes in as a value.
class Unsent {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Item {
    std::uint64_t conversation{0};
    MessageId id;
    std::string text;
    bool in_flight{false};
    Time not_before{};  // a refusal that says "later"
  };

  /// 256 messages: hours of typing on a dead line; beyond it the application keeps the text in its own field.
  static constexpr std::size_t kMost = 256;

  /// False when full: nothing was taken.
  [[nodiscard]] bool add(std::uint64_t conversation, const MessageId& id, std::string text);
  /// `in_flight`: how many of one conversation may be unanswered at once. 1 keeps the author's order even
  /// when one is refused for a while; more is for load, where the server keeps the order of what it accepts.
  explicit Unsent(std::size_t in_flight = 1) : most_in_flight_{in_flight} {}
  /// The next message that may go now: nothing before it in its conversation waits. Marks it in flight.
  [[nodiscard]] std::optional<Item> next(Time now);
  /// When `next` may give something that it does not give now.
  [[nodiscard]] std::optional<Time> next_time() const;
  /// A final answer: stored, or refused for good. False: unknown id.
  bool settle(const MessageId& id);
  /// An answer that says "again": every message of the conversation from this one on waits, so that order
  /// holds.
  void retry(const MessageId& id, Time not_before);
  /// The connection is gone: everything in flight is to be sent again.
  void disconnected();

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }

 private:
  std::size_t most_in_flight_;
  std::deque<Item> items_;
};

}  // namespace holdfast::sdk
