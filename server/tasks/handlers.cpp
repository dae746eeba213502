// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "tasks/handlers.hpp"

#include <utility>

namespace holdfast::tasks {

service::Story<domain::Done> run_task(service::Context& ctx, domain::Task task) {
  switch (task.kind) {
    case domain::TaskKind::EscalationStep: return service::climb_escalation(ctx, std::move(task));
    case domain::TaskKind::Notification: return service::send_notification(ctx, std::move(task));
    case domain::TaskKind::ExpireConversation: return service::expire_conversation(ctx, std::move(task));
    case domain::TaskKind::ResourcesCard: return service::offer_resources_card(ctx, std::move(task));
    case domain::TaskKind::FollowUp: return service::follow_up(ctx, std::move(task));
  }
  return service::follow_up(ctx, std::move(task));
}

}  // namespace holdfast::tasks
