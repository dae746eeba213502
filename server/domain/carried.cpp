// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/escalation.hpp"

namespace holdfast::domain {
namespace {

// PRACTICE: one imminent in hand and one watched a person at most; with more, nobody has eyes on any of them.
constexpr std::uint32_t kInHandMost = 1;
constexpr std::uint32_t kCarriedMost = 2;

}  // namespace

Carried carried_by(PersonId who, std::span<const Escalation> open, EscalationId except) {
  Carried carried;
  for (const Escalation& e : open) {
    if (e.id == except || e.level != Level::Imminent || e.acknowledged_by != who) continue;
    if (e.state == EscalationState::InHand) ++carried.in_hand;
    if (e.state == EscalationState::Acknowledged || e.state == EscalationState::EyesOn) ++carried.watched;
  }
  return carried;
}

Result<void> room_to_acknowledge(const Escalation& escalation, Carried carried) {
  if (escalation.level < Level::Imminent || carried.watched + carried.in_hand < kCarriedMost) return {};
  return refuse(Code::Forbidden);
}

Result<void> room_to_take_in_hand(const Escalation& escalation, Carried carried) {
  if (escalation.level < Level::Imminent || carried.in_hand < kInHandMost) return {};
  return refuse(Code::Forbidden);
}

}  // namespace holdfast::domain
