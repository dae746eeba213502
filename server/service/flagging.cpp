// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/flagging.hpp"

#include <algorithm>
#include <utility>

#include "service/changes.hpp"
#include "service/escalating.hpp"

namespace holdfast::service {

namespace {

constexpr std::uint32_t kMessage = 0;  // the message's Append

/// "Risk so far" of someone still waiting: a high line reorders the queue.
Story<domain::Done> raise_request(Context& ctx, Flagging flagging, store::Commit* commit) {
  auto request = co_await ctx.store.open_request_of(flagging.author.person);
  if (!request) co_return request.error();
  if (!*request || (*request)->state != domain::RequestState::Waiting) co_return domain::Done{};
  domain::Request& place = **request;
  if (place.conversation != flagging.conversation.id || place.level >= flagging.verdict.level) {
    co_return domain::Done{};
  }
  place.level = flagging.verdict.level;
  auto organisation = co_await organisation_of(ctx, flagging.conversation.organisation);
  if (!organisation) co_return organisation.error();
  put(*commit, place);
  say(*commit, organisation->board, domain::RequestNote{place});
  co_return domain::Done{};
}

ConversationId open_direct(store::Commit& commit, const Flagging& flagging) {
  domain::Conversation direct;
  direct.id = fresh_id<ConversationId>();
  direct.organisation = flagging.conversation.organisation;
  direct.kind = domain::ConversationKind::Direct;
  direct.state = domain::ConversationState::Held;
  direct.created = flagging.now;
  const ConversationId id = direct.id;
  put(commit, std::move(direct));
  return id;
}

void join(store::Commit& commit, ConversationId conversation, PersonId person, Instant now) {
  domain::Member member;
  member.conversation = conversation;
  member.person = person;
  member.role = domain::ConvRole::Participant;
  member.visible_from = Seq{1};
  member.joined = now;
  put(commit, member);
  publish(commit, domain::topic(person), domain::ConversationAdded{conversation});
}

/// Never names a kind. In a group others must see no change, so the card stands in a conversation of the
/// person's own.
void show_emergency_card(store::Commit& commit, const Flagging& flagging) {
  ConversationId where = flagging.conversation.id;
  if (flagging.conversation.kind != domain::ConversationKind::Support) {
    where = open_direct(commit, flagging);
    join(commit, where, flagging.author.person, flagging.now);
  }
  say(commit, where, domain::CardNote{domain::CardNote::Card::Emergency}, kMessage);
}

Story<domain::Done> raise(Context& ctx, Flagging flagging, store::Commit* commit, domain::Flag* flag) {
  auto facts = co_await raise_facts(ctx, flagging.conversation, flagging.author.person);
  if (!facts) co_return facts.error();
  domain::Raise raise;
  raise.organisation = flagging.conversation.organisation;
  raise.conversation = flagging.conversation.id;
  raise.seeker = flagging.author.person;
  raise.first.conversation = flagging.conversation.id;
  raise.level = flagging.verdict.level;
  raise.kinds = flagging.verdict.kinds;
  flag->escalation = put_raise(*commit, *facts, raise, flagging.now, kMessage);
  const bool first = !facts->open || flagging.conversation.level < domain::Level::Imminent;
  if (raise.level == domain::Level::Imminent && first) show_emergency_card(*commit, flagging);
  if (flagging.conversation.kind == domain::ConversationKind::Support && raise.level == domain::Level::High) {
    const Instant due = flagging.now + policy_in(facts->line.pack).resources_card;
    put_task(*commit, domain::TaskKind::ResourcesCard, raise.organisation, raise.conversation.get(), due,
             std::to_string(micros(flagging.now)));
  }
  co_return domain::Done{};
}

/// One named person, never the board: a supervisor who is here, else any.
Story<PersonId> who_listens(Context& ctx, OrganisationId organisation, PersonId author) {
  auto here = co_await ctx.presence.reachable(organisation, domain::OrgRole::Supervisor);
  if (here) {
    const auto other = std::ranges::find_if(*here, [&](PersonId p) { return p != author; });
    if (other != here->end()) co_return *other;
  }
  auto staff = co_await ctx.store.staff(organisation);
  if (!staff) co_return staff.error();
  const auto other = std::ranges::find_if(*staff, [&](const domain::Person& p) {
    return p.id != author && !p.disabled && p.roles.has(domain::OrgRole::Supervisor);
  });
  co_return other == staff->end() ? PersonId{} : other->id;
}

/// A conversation of two, opened by the line: the card says that someone is there for them, nothing of the
/// words.
Story<domain::Done> quiet_word(Context& ctx, Flagging flagging, store::Commit* commit) {
  auto listener = co_await who_listens(ctx, flagging.conversation.organisation, flagging.author.person);
  if (!listener) co_return listener.error();
  if (!*listener) co_return domain::Done{};
  const ConversationId direct = open_direct(*commit, flagging);
  join(*commit, direct, *listener, flagging.now);
  join(*commit, direct, flagging.author.person, flagging.now);
  say(*commit, direct, domain::CardNote{domain::CardNote::Card::QuietWord}, kMessage);
  co_return domain::Done{};
}

}  // namespace

Story<domain::Done> put_flag(Context& ctx, Flagging flagging, store::Commit* commit) {
  domain::Flag flag{
      {flagging.conversation.id, {}}, flagging.author.person, flagging.verdict, {}, flagging.now};
  if (!flagging.effects.private_to_staff) {
    say(*commit, flagging.conversation.staff_side, domain::FlagNote{flagging.verdict}, kMessage);
  }
  if (flagging.effects.raise_conversation) {
    domain::Conversation raised = flagging.conversation;
    raised.level = std::max(raised.level, flagging.verdict.level);
    raised.kinds.add(flagging.verdict.kinds);
    put(*commit, std::move(raised));
    auto queued = co_await raise_request(ctx, flagging, commit);
    if (!queued) co_return queued.error();
  }
  if (flagging.effects.escalate) {
    auto raised = co_await raise(ctx, flagging, commit, &flag);
    if (!raised) co_return raised.error();
  }
  if (flagging.effects.private_to_staff) {
    auto told = co_await quiet_word(ctx, flagging, commit);
    if (!told) co_return told.error();
  }
  commit->changes.emplace_back(store::PutFlag{std::move(flag), kMessage});
  co_return domain::Done{};
}

void count_flag(Context& ctx, const domain::PostEffects& effects, const store::Committed& done) {
  if (done.outcome == store::Outcome::Repeat) return;
  if (effects.store_flag) ctx.observer.count(Signal::FlagRaised);
}

}  // namespace holdfast::service
