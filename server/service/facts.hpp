// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/duty_pack.hpp"
#include "domain/permission.hpp"
#include "domain/policy.hpp"
#include "domain/records.hpp"
#include "domain/replies.hpp"
#include "service/stories.hpp"
#include "service/turn_cache.hpp"

/// The facts several stories start from. Errors of all: Unavailable, Busy, and NotFound where something is
/// absent.
namespace holdfast::service {

[[nodiscard]] domain::Standing standing_of(const Actor& actor, OrganisationId of, domain::ConvRole role);

/// Where the actor stands in a conversation. A staff member who observes stands on the staff side's record,
/// so their role is Observer while `member` stays empty.
struct Place {
  domain::Conversation conversation;
  domain::Member member;
  domain::ConvRole role{domain::ConvRole::None};
  domain::Standing standing;
};
Story<Place> place_of(Context& ctx, Actor actor, ConversationId conversation);
/// The same, refused where the action is not theirs.
Story<Place> place_for(Context& ctx, Actor actor, ConversationId conversation, domain::Action action);

/// Conversation, member, head and turns; from this reactor's memory when it holds them.
Story<TurnCache::Facts> member_facts(Context& ctx, ConversationId conversation, PersonId person);

/// An organisation as people meet it.
struct Line {
  domain::Organisation organisation;
  domain::DutyPack pack;  // empty when none is signed
  domain::LineState state{domain::LineState::Closed};
  std::uint32_t supporters_on_call{0};
};
Story<Line> line_of(Context& ctx, OrganisationId organisation);
Story<Line> line_of_slug(Context& ctx, std::string slug);
Story<domain::Organisation> organisation_of(Context& ctx, OrganisationId organisation);
[[nodiscard]] domain::DutyPack pack_of(const domain::Organisation& organisation);
[[nodiscard]] const domain::Policy& policy_in(const domain::DutyPack& pack);

/// Who holds a conversation now; a holder whose presence cannot be told counts as absent.
io::Task<domain::Holder> holder_of(Context& ctx, domain::Conversation conversation);

/// A conversation as the asker may see it: seekers learn no level, no kinds and no staff side.
Story<domain::ConversationView> view_of(Context& ctx, Actor actor, Place place);
[[nodiscard]] domain::Conversation as_seen_by(const Actor& actor, domain::Conversation conversation);

}  // namespace holdfast::service
