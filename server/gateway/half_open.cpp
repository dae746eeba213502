// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/half_open.hpp"

#include <utility>

namespace holdfast::gateway {

HalfOpen::Slot& HalfOpen::Slot::operator=(Slot&& other) noexcept {
  if (this != &other) {
    release();
    owner_ = std::move(other.owner_);
    address_ = other.address_;
  }
  return *this;
}

void HalfOpen::Slot::release() noexcept {
  if (const auto owner = std::exchange(owner_, nullptr)) owner->give_back(address_);
}

bool HalfOpen::Slot::count_under(std::uint64_t address) {
  if (!owner_ || address_) return true;
  std::size_t& taken = owner_->by_address_[address];
  if (taken >= owner_->bounds_.per_address) return false;
  ++taken;
  address_ = address;
  return true;
}

std::optional<HalfOpen::Slot> HalfOpen::take() {
  if (full()) return std::nullopt;
  ++taken_;
  Slot slot;
  slot.owner_ = shared_from_this();
  return slot;
}

void HalfOpen::give_back(std::optional<std::uint64_t> address) noexcept {
  --taken_;
  if (!address) return;
  const auto found = by_address_.find(*address);
  if (--found->second == 0) by_address_.erase(found);
}

}  // namespace holdfast::gateway
