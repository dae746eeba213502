// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/replies.hpp"

namespace holdfast::hub {

/// What a message is to a topic that has seen everything up to its head (P3, P4).
enum class Turn : std::uint8_t {
  Next,       // the head moves to it
  Duplicate,  // seen before
  Wait,       // one before it is missing; hold it
  Repair,     // the window is full: stop waiting, listeners read from the store
};

/// No head yet (nothing seen, nobody resumed): whatever comes first is next.
[[nodiscard]] Turn turn_of(std::optional<Seq> head, Seq seq, std::size_t held, std::size_t window);

/// Messages held behind a missing one, each once, by seq. Pure values.
class Held {
 public:
  void keep(domain::MessagePtr message);
  /// What now follows `head`, taken out; null if it is not here. Forgets what `head` has passed.
  [[nodiscard]] domain::MessagePtr next_after(Seq head);
  [[nodiscard]] std::size_t size() const noexcept { return messages_.size(); }
  /// The oldest and newest seq held; 0 if none.
  [[nodiscard]] Seq oldest() const noexcept { return messages_.empty() ? Seq{} : messages_.front()->seq; }
  [[nodiscard]] Seq newest() const noexcept { return messages_.empty() ? Seq{} : messages_.back()->seq; }
  void clear() noexcept { messages_.clear(); }

 private:
  std::vector<domain::MessagePtr> messages_;  // ascending seq
};

}  // namespace holdfast::hub
