// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>

#include "domain/escalation.hpp"
#include "service/changes.hpp"
#include "service/facts.hpp"

/// How an escalation gets into a commit: record, notes, the clock's next row, outside notifications, incident
/// record. One place, because opening, merging, climbing and working it must never differ in what they leave
/// behind (P5, P6).
namespace holdfast::service {

struct RaiseFacts {
  Line line;
  domain::Conversation conversation;
  std::optional<domain::Escalation> open;
  domain::Holder holder{domain::Holder::Nobody};
};
/// What must be known to raise one for `seeker` (0: a group, nobody in particular).
Story<RaiseFacts> raise_facts(Context& ctx, domain::Conversation conversation, PersonId seeker);

/// Opened, or merged into the open one of that seeker. Pure.
[[nodiscard]] domain::EscalationMove raise_or_merge(const RaiseFacts& facts, const domain::Raise& raise,
                                                    Instant now);

/// Where a move leaves its traces.
struct MoveFacts {
  const Line& line;
  ConversationId staff_side;  // 0: none
  Instant now;
};
/// `first_append`: the message of this commit that raised it. `acts` goes into the incident record: no words.
void put_move(store::Commit& commit, const MoveFacts& facts, const std::optional<domain::Escalation>& before,
              const domain::EscalationMove& move, std::string acts,
              std::optional<std::uint32_t> first_append = {});

/// Opens or merges in `commit`. Two at once: the store holds one open escalation a seeker, so the later one
/// is a Conflict and merges on its second try. Gives the escalation's id.
EscalationId put_raise(store::Commit& commit, const RaiseFacts& facts, const domain::Raise& raise,
                       Instant now, std::optional<std::uint32_t> first_append = {});

/// The escalation with what its next move needs. Errors: NotFound.
struct EscalationFacts {
  domain::Escalation escalation;
  domain::Conversation conversation;
  Line line;
  domain::PolicyRow row;
};
Story<EscalationFacts> escalation_facts(Context& ctx, EscalationId id);
/// The same for a record read before.
Story<EscalationFacts> with_row(Context& ctx, domain::Escalation escalation);

/// One outside notification, as its task carries it. Source of the key: escalation/step/round/recipient (P6).
struct Call {
  domain::Level level{domain::Level::High};
  std::uint32_t step{0}, round{0};
  domain::Audience audience{domain::Audience::BackupSupervisor};
  std::uint32_t ordinal{0};  // among the pack's targets of that audience
};
[[nodiscard]] std::string payload_of(const Call& call);
/// Errors: Invalid.
[[nodiscard]] Result<Call> call_of(const std::string& payload);
[[nodiscard]] std::string key_of(EscalationId escalation, const Call& call);

}  // namespace holdfast::service
