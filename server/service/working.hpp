// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/escalating.hpp"

namespace holdfast::service {

/// One step of a human with an escalation: acknowledge, eyes on, in hand, close.
struct Step {
  EscalationId escalation;
  domain::AuditAction action{domain::AuditAction::Acknowledged};
  const char* acts{""};  // for the incident record
  domain::Outcome outcome{domain::Outcome::None};
  Result<domain::EscalationMove> (*decide)(const EscalationFacts&, const Actor&, domain::Outcome,
                                           Instant){nullptr};
};
/// Committed exactly once: a second decision on the same record meets its version. Errors: NotFound,
/// Forbidden, AlreadyDone, OutcomeMissing.
Story<domain::EscalationReply> work_escalation(Context& ctx, Actor actor, Step step);

}  // namespace holdfast::service
