// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/stories.hpp"

namespace holdfast::service {

struct Ending {
  ConversationId conversation;
  domain::EndReason reason{domain::EndReason::Finished};
};
/// Ends a conversation and the request that waits in it. Who may was decided before. Closes no escalation:
/// only a human's outcome does. Ended already: success.
Story<domain::Done> end_it(Context& ctx, Actor actor, Ending ending);

}  // namespace holdfast::service
