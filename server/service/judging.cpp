// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/judging.hpp"

#include <array>
#include <span>

#include "service/stories.hpp"

namespace holdfast::service {

namespace {

using crisis::Speaker;

Speaker speaker_of(const domain::Conversation& conversation, const Actor& actor, PersonId author) {
  if (conversation.kind == domain::ConversationKind::Support) {
    return author == conversation.seeker ? Speaker::Seeker : Speaker::Supporter;
  }
  return author == actor.person && !actor.roles.staff() ? Speaker::Seeker : Speaker::Supporter;
}

}  // namespace

domain::Verdict judge(Context& ctx, const Actor& actor, const TurnCache::Facts& facts, std::string_view text,
                      Instant now) {
  std::array<crisis::Turn, limits::kContextTurns> turns;
  std::size_t count = 0;
  for (const auto& turn : facts.turns) {  // at most one less than kContextTurns (TurnCache::Facts)
    turns.at(count++) = {speaker_of(facts.conversation, actor, turn.author), turn.text, turn.at};
  }
  turns.at(count++) = {speaker_of(facts.conversation, actor, actor.person), text, now};
  const auto detector = ctx.detector();
  return detector->judge(std::span{turns}.first(count), {});
}

domain::Level judged_alone(Context& ctx, const Actor& actor, const domain::Send& send) {
  if (actor.roles.staff() || send.text.size() > limits::kMessageText) return domain::Level::None;
  if (const auto facts = ctx.turns.facts(send.conversation, actor.person)) {
    return judge(ctx, actor, *facts, send.text.reveal(), ctx.clock.wall()).level;
  }
  const crisis::Turn turn{Speaker::Seeker, send.text.reveal(), ctx.clock.wall()};
  const auto detector = ctx.detector();
  return detector->judge({&turn, 1}, {}).level;
}

bool would_flag(Context& ctx, const Actor& actor, const domain::Send& send) {
  return judged_alone(ctx, actor, send) >= domain::Level::High;
}

}  // namespace holdfast::service
