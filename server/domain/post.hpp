// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "domain/records.hpp"
#include "domain/risk.hpp"

namespace holdfast::domain {

/// What must be known to decide whether something may be said here, now.
struct PostFacts {
  Conversation conversation;
  Member author;  // role None: not a member
  OrgRoles roles;
};

/// The first reason that applies is the one shown. Errors: NotFound (not a member), Ended, Muted, Forbidden
/// (a role that does not write here), Invalid (empty), TooLarge.
[[nodiscard]] Result<void> may_post(const PostFacts& facts, std::size_t bytes, Instant now);

/// What a verdict does to the conversation and its seeker, beside storing the message (P5). Escalations
/// concern the person who wrote; a supporter's question or script never raises a level, their own disclosure
/// is told privately.
struct PostEffects {
  bool store_flag{false};          // watch or above
  bool raise_conversation{false};  // conversation.level or kinds change
  bool escalate{false};            // high or above by someone who is not staff here
  bool private_to_staff{
      false};  // a staff member's own disclosure: told to one supervisor, never on the board
};
[[nodiscard]] PostEffects effects_of(const Verdict& verdict, const PostFacts& facts);

}  // namespace holdfast::domain
