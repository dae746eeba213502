// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/working.hpp"

namespace holdfast::service {

namespace {

Result<domain::EscalationMove> decide(const EscalationFacts& facts, const Actor& actor,
                                      domain::Outcome outcome, Instant now) {
  return domain::close(facts.escalation, actor.person, actor.roles, outcome, facts.row, now);
}

}  // namespace

/// Nothing closes without an outcome.
Story<domain::EscalationReply> close_escalation(Context& ctx, Actor actor, domain::CloseEscalation request) {
  const bool dismissed = request.outcome == domain::Outcome::NotACrisis;
  const auto action = dismissed ? domain::AuditAction::Dismissed : domain::AuditAction::Closed;
  const Step step{request.escalation, action, dismissed ? "dismissed" : "closed", request.outcome, &decide};
  auto reply = co_await work_escalation(ctx, actor, step);
  co_return reply;
}

}  // namespace holdfast::service
