// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>

#include "service/facts.hpp"

namespace holdfast::service {

/// The truth about a place in the queue, now.
Story<domain::RequestView> request_view(Context& ctx, domain::Request request);

/// What the seeker has open: a waiting request, or a conversation someone answers (shown as a taken request).
struct OpenHelp {
  domain::Request request;
  domain::Conversation conversation;
};
Story<std::optional<OpenHelp>> open_help_of(Context& ctx, PersonId seeker);

/// The board and how far it had come before the facts were read, so that its later notes are news.
Story<domain::Cursor> board_now(Context& ctx, OrganisationId organisation);

/// Tells those who still wait where they are now; at most limits::kPlacesTold of them.
io::Task<void> tell_places(Context& ctx, OrganisationId organisation);

/// Tells the staff the line's state as people meet it now, and those who wait what changed for them. After
/// whatever may change it: the state that was set, who is on call, who is gone.
io::Task<void> tell_line(Context& ctx, OrganisationId organisation);

}  // namespace holdfast::service
