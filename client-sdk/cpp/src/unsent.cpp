// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/unsent.hpp"

#include <algorithm>
#include <map>

namespace holdfast::sdk {

bool Unsent::add(std::uint64_t conversation, const MessageId& id, std::string text) {
  if (items_.size() >= kMost) return false;
  items_.push_back(Item{conversation, id, std::move(text), false, Time{}});
  return true;
}

std::optional<Unsent::Item> Unsent::next(Time now) {
  std::map<std::uint64_t, std::size_t> ahead;  // unanswered ones of the conversation; the bound when it waits
  for (Item& item : items_) {
    std::size_t& count = ahead[item.conversation];
    if (item.in_flight) {
      ++count;
    } else if (item.not_before > now) {
      count = most_in_flight_;
    } else if (count < most_in_flight_) {
      item.in_flight = true;
      return item;
    }
  }
  return std::nullopt;
}

std::optional<Unsent::Time> Unsent::next_time() const {
  std::optional<Time> soonest;
  for (const Item& item : items_) {
    if (!item.in_flight && (!soonest || item.not_before < *soonest)) soonest = item.not_before;
  }
  return soonest;
}

bool Unsent::settle(const MessageId& id) {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.id == id; });
  if (found == items_.end()) return false;
  items_.erase(found);
  return true;
}

void Unsent::retry(const MessageId& id, Time not_before) {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [&](const Item& item) { return item.id == id; });
  if (found == items_.end()) return;
  const std::uint64_t conversation = found->conversation;
  found->in_flight = false;
  for (auto item = found; item != items_.end(); ++item) {
    if (item->conversation == conversation) item->not_before = std::max(item->not_before, not_before);
  }
}

void Unsent::disconnected() {
  for (Item& item : items_) item.in_flight = false;
}

}  // namespace holdfast::sdk
