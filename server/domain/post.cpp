// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/post.hpp"

#include "domain/limits.hpp"
#include "domain/permission.hpp"

namespace holdfast::domain {
namespace {

/// The seat decides in support, so that a helper who asks for help as a seeker is met as one; elsewhere the
/// role does.
bool speaks_as_staff(const PostFacts& facts) {
  if (facts.conversation.kind == ConversationKind::Support) return facts.author.role != ConvRole::Seeker;
  return facts.roles.staff();
}

std::chrono::milliseconds until(Instant later, Instant now) {
  return std::chrono::ceil<std::chrono::milliseconds>(later - now);
}

}  // namespace

Result<void> may_post(const PostFacts& facts, std::size_t bytes, Instant now) {
  if (facts.author.role == ConvRole::None) return refuse(Code::NotFound);
  if (facts.conversation.state == ConversationState::Ended) return refuse(Code::Ended);
  if (now < facts.author.muted_until) return refuse(Code::Muted, until(facts.author.muted_until, now));
  const Standing author{
      .roles = facts.roles, .same_organisation = true, .in_conversation = facts.author.role};
  const Result<void> allowed = allow(author, Action::WriteConversation, facts.conversation.kind);
  if (!allowed) return allowed;
  if (bytes == 0) return refuse(Code::Invalid);
  if (bytes > limits::kMessageText) return refuse(Code::TooLarge);
  return {};
}

PostEffects effects_of(const Verdict& verdict, const PostFacts& facts) {
  PostEffects effects;
  const Conversation& here = facts.conversation;
  // Whispers quote the seeker, and a colleague is reading them already: no verdict on them does anything.
  if (here.kind == ConversationKind::Staff || here.kind == ConversationKind::Board) return effects;
  if (speaks_as_staff(facts)) {
    effects.private_to_staff = verdict.level >= Level::High;
    effects.store_flag = effects.private_to_staff;
    return effects;
  }
  if (verdict.level < Level::Watch) return effects;
  effects.store_flag = true;
  effects.raise_conversation = verdict.level > here.level || verdict.kinds.adds_to(here.kinds);
  effects.escalate = verdict.level >= Level::High;
  return effects;
}

}  // namespace holdfast::domain
