// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/requests.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

/// The error of a message that could not be committed; if it was judged high or above, people hear of it all
/// the same (P14): connected staff by an event, the outside targets by an undurable notification, both
/// without text and keyed by the client's message id, so that the durable escalation merges with it. Waits
/// for nothing.
[[nodiscard]] Error fail(Context& ctx, const Actor& actor, const domain::Send& send, domain::Level level,
                         Error error);

}  // namespace holdfast::service
