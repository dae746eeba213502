// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/post.hpp"
#include "service/stories.hpp"
#include "store/commit.hpp"

namespace holdfast::service {

/// A flagged message on its way. Its Append is the first of the commit.
struct Flagging {
  Actor author;
  domain::Conversation conversation;
  domain::Verdict verdict;
  domain::PostEffects effects;
  Instant now;
};

/// Adds to the message's commit what its verdict makes durable with it (P5): the flag, the note on the staff
/// side, the conversation's hint, a place further ahead in the queue, the escalation with its clock, cards
/// for the person. A staff member's own disclosure goes to one supervisor in private. `commit` lives in the
/// caller's frame.
Story<domain::Done> put_flag(Context& ctx, Flagging flagging, store::Commit* commit);

void count_flag(Context& ctx, const domain::PostEffects& effects, const store::Committed& done);

}  // namespace holdfast::service
