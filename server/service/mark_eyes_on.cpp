// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/working.hpp"

namespace holdfast::service {

namespace {

Result<domain::EscalationMove> decide(const EscalationFacts& facts, const Actor& actor, domain::Outcome,
                                      Instant now) {
  return domain::eyes_on(facts.escalation, actor.person, facts.row, now);
}

}  // namespace

Story<domain::EscalationReply> mark_eyes_on(Context& ctx, Actor actor, domain::MarkEyesOn request) {
  const Step step{request.escalation, domain::AuditAction::EyesOn, "eyes on", domain::Outcome::None, &decide};
  auto reply = co_await work_escalation(ctx, actor, step);
  co_return reply;
}

}  // namespace holdfast::service
