// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/changes.hpp"
#include "service/facts.hpp"

/// Members as commits change them: a member's row always together with its conversation's version, or nothing
/// that was decided by it would be guarded.
namespace holdfast::service {

struct Seat {
  domain::Conversation conversation;
  domain::Member member;  // as it was; version 0: never was
  Seq head;
};
/// Errors: NotFound (no such conversation).
Story<Seat> seat_of(Context& ctx, ConversationId conversation, PersonId person);

/// From now on, or from `visible_from`.
void sit_down(store::Commit& commit, Seat seat, domain::ConvRole role, Seq visible_from, Instant now);
void stand_up(store::Commit& commit, Seat seat);

}  // namespace holdfast::service
