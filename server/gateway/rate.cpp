// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/rate.hpp"

#include <algorithm>
#include <variant>

namespace holdfast::gateway {

std::chrono::milliseconds Rate::take(Steady now) {
  free_at_ = std::max(free_at_, now - depth_);
  const auto over = free_at_ + each_ - now;
  if (over > Steady::duration::zero()) return std::chrono::ceil<std::chrono::milliseconds>(over);
  free_at_ += each_;
  return std::chrono::milliseconds{0};
}

bool unlimited(const domain::RequestBody& request) {
  if (const auto* asked = std::get_if<domain::AskForHelp>(&request)) return asked->urgent;
  return std::holds_alternative<domain::Acknowledge>(request) ||
         std::holds_alternative<domain::MarkEyesOn>(request) ||
         std::holds_alternative<domain::TakeInHand>(request) ||
         std::holds_alternative<domain::CloseEscalation>(request) ||
         std::holds_alternative<domain::AskLead>(request) || std::holds_alternative<domain::SignOut>(request);
}

}  // namespace holdfast::gateway
