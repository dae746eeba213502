// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/escalating.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace holdfast::service {

using domain::Escalation;

Story<RaiseFacts> raise_facts(Context& ctx, domain::Conversation conversation, PersonId seeker) {
  auto line = co_await line_of(ctx, conversation.organisation);
  if (!line) co_return line.error();
  RaiseFacts facts{std::move(*line), std::move(conversation), {}, {}};
  facts.holder = co_await holder_of(ctx, facts.conversation);
  if (!seeker) co_return facts;
  auto open = co_await ctx.store.open_escalation_of(seeker);
  if (!open) co_return open.error();
  facts.open = std::move(*open);
  co_return facts;
}

domain::EscalationMove raise_or_merge(const RaiseFacts& facts, const domain::Raise& raise, Instant now) {
  const domain::Policy& policy = policy_in(facts.line.pack);
  if (facts.open) return domain::merge(*facts.open, raise, policy, facts.holder, now);
  const auto& row = domain::row_for(policy, raise.level, raise.kinds, facts.holder);
  return domain::open_escalation(fresh_id<EscalationId>(), raise, row, now);
}

namespace {

void call_outside(store::Commit& commit, const Line& line, const Escalation& next,
                  const domain::Telling& tell, Instant now) {
  std::size_t told = 0;
  for (const auto audience : tell.whom) {
    std::uint32_t ordinal = 0;
    for (const auto& target : line.pack.targets) {
      if (target.audience != audience) continue;
      if (++told > limits::kStaffTold) return;
      const Call call{next.level, tell.step, tell.round, audience, ordinal++};
      put_task(commit, domain::TaskKind::Notification, next.organisation, next.id.get(), now,
               payload_of(call));
    }
  }
}

}  // namespace

void put_move(store::Commit& commit, const MoveFacts& facts, const std::optional<Escalation>& before,
              const domain::EscalationMove& move, std::string acts,
              std::optional<std::uint32_t> first_append) {
  const Escalation& next = move.next;
  commit.changes.emplace_back(store::PutEscalation{next, first_append});
  Escalation told = next;
  told.version = Version{next.version.get() + 1};  // as it stands once this is committed
  const About about = first_append ? About{*first_append} : next.first.seq ? About{next.first} : About{};
  say(commit, facts.staff_side, domain::EscalationNote{told}, about);
  say(commit, facts.line.organisation.board, domain::EscalationNote{told}, about);
  // A row for each time the clock is set: one that falls due too early finds nothing due and ends.
  if (next.next_due && (!before || before->next_due != next.next_due)) {
    put_task(commit, domain::TaskKind::EscalationStep, next.organisation, next.id.get(), *next.next_due);
  }
  if (move.tell && move.tell->outside) call_outside(commit, facts.line, next, *move.tell, facts.now);
  commit.changes.emplace_back(store::PutIncident{told, std::move(acts)});
}

EscalationId put_raise(store::Commit& commit, const RaiseFacts& facts, const domain::Raise& raise,
                       Instant now, std::optional<std::uint32_t> first_append) {
  const auto move = raise_or_merge(facts, raise, now);
  const MoveFacts traces{facts.line, facts.conversation.staff_side, now};
  const bool opened = !facts.open;
  put_move(commit, traces, facts.open, move,
           opened             ? "opened"
           : move.paged_again ? "merged, told again"
                              : "merged",
           opened ? first_append : std::nullopt);
  return move.next.id;
}

Story<EscalationFacts> escalation_facts(Context& ctx, EscalationId id) {
  auto escalation = co_await ctx.store.escalation(id);
  if (!escalation) co_return escalation.error();
  if (!*escalation) co_return refuse(Code::NotFound);
  auto facts = co_await with_row(ctx, std::move(**escalation));
  co_return facts;
}

Story<EscalationFacts> with_row(Context& ctx, Escalation escalation) {
  auto line = co_await line_of(ctx, escalation.organisation);
  if (!line) co_return line.error();
  auto conversation = co_await ctx.store.conversation(escalation.conversation);
  if (!conversation) co_return conversation.error();
  EscalationFacts facts{
      std::move(escalation), conversation->value_or(domain::Conversation{}), std::move(*line), {}};
  const auto holder = co_await holder_of(ctx, facts.conversation);
  facts.row =
      domain::row_for(policy_in(facts.line.pack), facts.escalation.level, facts.escalation.kinds, holder);
  co_return facts;
}

std::string payload_of(const Call& call) {
  return std::to_string(static_cast<unsigned>(call.level)) + "/" + std::to_string(call.step) + "/" +
         std::to_string(call.round) + "/" + std::to_string(static_cast<unsigned>(call.audience)) + "/" +
         std::to_string(call.ordinal);
}

Result<Call> call_of(const std::string& payload) {
  std::array<std::uint32_t, 5> parts{};
  const char* at = payload.data();
  const char* const end = at + payload.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '/')) return refuse(Code::Invalid);
    const auto read = std::from_chars(at, end, parts.at(i));
    if (read.ec != std::errc{}) return refuse(Code::Invalid);
    at = read.ptr;
  }
  const auto [level, step, round, audience, ordinal] = parts;
  if (at != end || level > 3 || audience > 4) return refuse(Code::Invalid);
  return Call{static_cast<domain::Level>(level), step, round, static_cast<domain::Audience>(audience),
              ordinal};
}

std::string key_of(EscalationId escalation, const Call& call) {
  return std::to_string(escalation.get()) + "/" + std::to_string(call.step) + "/" +
         std::to_string(call.round) + "/" + std::to_string(static_cast<int>(call.audience)) + "." +
         std::to_string(call.ordinal);
}

}  // namespace holdfast::service
