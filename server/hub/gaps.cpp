// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/gaps.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::hub {

Turn turn_of(std::optional<Seq> head, Seq seq, std::size_t held, std::size_t window) {
  if (!head) return Turn::Next;
  if (seq <= *head) return Turn::Duplicate;
  if (seq.get() == head->get() + 1) return Turn::Next;
  return held < window ? Turn::Wait : Turn::Repair;
}

void Held::keep(domain::MessagePtr message) {
  const auto place = std::lower_bound(messages_.begin(), messages_.end(), message->seq,
                                      [](const domain::MessagePtr& a, Seq seq) { return a->seq < seq; });
  if (place != messages_.end() && (*place)->seq == message->seq) return;
  messages_.insert(place, std::move(message));
}

domain::MessagePtr Held::next_after(Seq head) {
  while (!messages_.empty() && messages_.front()->seq <= head) messages_.erase(messages_.begin());
  if (messages_.empty() || messages_.front()->seq.get() != head.get() + 1) return nullptr;
  domain::MessagePtr next = std::move(messages_.front());
  messages_.erase(messages_.begin());
  return next;
}

}  // namespace holdfast::hub
