// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/ending.hpp"
#include "service/facts.hpp"
#include "service/queueing.hpp"

namespace holdfast::service {

namespace {

/// What a person may give as the reason; the rest are the line's own.
bool may_say(domain::ConvRole role, domain::EndReason reason) {
  switch (reason) {
    case domain::EndReason::Finished: return true;
    case domain::EndReason::SeekerLeft: return role == domain::ConvRole::Seeker;
    case domain::EndReason::NobodyAvailable:
    case domain::EndReason::Blocked: return role != domain::ConvRole::Seeker;
    case domain::EndReason::None:
    case domain::EndReason::Expired:
    case domain::EndReason::Erased: break;
  }
  return false;
}

}  // namespace

Story<domain::Done> end_conversation(Context& ctx, Actor actor, domain::EndConversation request) {
  auto place = co_await place_for(ctx, actor, request.conversation, domain::Action::EndConversation);
  if (!place) co_return place.error();
  if (!may_say(place->role, request.reason)) co_return refuse(Code::Invalid);
  const bool waited = place->conversation.state == domain::ConversationState::Waiting;
  const Ending ending{request.conversation, request.reason};
  auto done = co_await end_it(ctx, actor, ending);
  if (done && waited) co_await tell_places(ctx, actor.organisation);
  co_return done;
}

}  // namespace holdfast::service
