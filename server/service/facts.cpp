// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/facts.hpp"

#include <utility>

#include "service/known_lines.hpp"
#include "wire/encode.hpp"

namespace holdfast::service {

using domain::ConvRole;

std::shared_ptr<KnownLines> new_known_lines() {
  return std::make_shared<KnownLines>();
}

domain::Standing standing_of(const Actor& actor, OrganisationId of, ConvRole role) {
  return {actor.roles, actor.organisation == of, role, false};
}

Story<Place> place_of(Context& ctx, Actor actor, ConversationId id) {
  auto conversation = co_await ctx.store.conversation(id);
  if (!conversation) co_return conversation.error();
  if (!*conversation || (*conversation)->organisation != actor.organisation) co_return refuse(Code::NotFound);
  auto member = co_await ctx.store.member(id, actor.person);
  if (!member) co_return member.error();
  Place place{std::move(**conversation), member->value_or(domain::Member{}), ConvRole::None, {}};
  place.role = place.member.role;
  if (place.role == ConvRole::None && actor.roles.staff() && place.conversation.staff_side) {
    auto beside = co_await ctx.store.member(place.conversation.staff_side, actor.person);
    if (!beside) co_return beside.error();
    if (*beside && (*beside)->role == ConvRole::Observer) place.role = ConvRole::Observer;
  }
  place.standing = standing_of(actor, place.conversation.organisation, place.role);
  co_return place;
}

Story<Place> place_for(Context& ctx, Actor actor, ConversationId id, domain::Action action) {
  auto place = co_await place_of(ctx, actor, id);
  if (!place) co_return place.error();
  const auto allowed = domain::allow(place->standing, action, place->conversation.kind);
  if (!allowed) co_return allowed.error();
  co_return place;
}

Story<TurnCache::Facts> member_facts(Context& ctx, ConversationId conversation, PersonId person) {
  if (auto known = ctx.turns.facts(conversation, person)) co_return std::move(*known);
  auto read = co_await ctx.store.post_facts(conversation, person);
  if (!read) co_return read.error();
  if (!*read) co_return refuse(Code::NotFound);
  (*read)->author.person = person;
  ctx.turns.remember(**read);
  auto facts = ctx.turns.facts(conversation, person);
  if (!facts) co_return refuse(Code::Internal);
  co_return std::move(*facts);
}

Story<domain::Organisation> organisation_of(Context& ctx, OrganisationId id) {
  auto organisation = co_await ctx.store.organisation(id);
  if (!organisation) co_return organisation.error();
  if (!*organisation) co_return refuse(Code::NotFound);
  co_return std::move(**organisation);
}

domain::DutyPack pack_of(const domain::Organisation& organisation) {
  if (organisation.duty_pack.empty()) return {};
  auto pack = wire::decode_duty_pack(organisation.duty_pack);
  return pack ? std::move(*pack) : domain::DutyPack{};
}

const domain::Policy& policy_in(const domain::DutyPack& pack) {
  return pack.policy ? *pack.policy : domain::default_policy();
}

namespace {

Story<Line> line_truly(Context& ctx, domain::Organisation organisation) {
  auto supervisors = co_await ctx.presence.reachable(organisation.id, domain::OrgRole::Supervisor);
  auto supporters = co_await ctx.presence.reachable(organisation.id, domain::OrgRole::Supporter);
  Line line{std::move(organisation), {}, domain::LineState::Closed, 0};
  line.pack = pack_of(line.organisation);
  const bool signed_pack = line.organisation.duty_pack_version && !line.pack.signed_by.empty();
  const bool reachable = supervisors && !supervisors->empty();
  line.state = domain::line_truth(line.organisation.line, signed_pack, reachable);
  if (supporters) line.supporters_on_call = static_cast<std::uint32_t>(supporters->size());
  ctx.known->learn(line.organisation, line.pack);
  co_return line;
}

}  // namespace

Story<Line> line_of(Context& ctx, OrganisationId id) {
  auto organisation = co_await organisation_of(ctx, id);
  if (!organisation) co_return organisation.error();
  auto line = co_await line_truly(ctx, std::move(*organisation));
  co_return line;
}

Story<Line> line_of_slug(Context& ctx, std::string slug) {
  auto organisation = co_await ctx.store.organisation_by_slug(std::move(slug));
  if (!organisation) co_return organisation.error();
  if (!*organisation) co_return refuse(Code::NotFound);
  auto line = co_await line_truly(ctx, std::move(**organisation));
  co_return line;
}

io::Task<domain::Holder> holder_of(Context& ctx, domain::Conversation conversation) {
  if (conversation.kind == domain::ConversationKind::Group) co_return domain::Holder::Group;
  if (!conversation.owner) co_return domain::Holder::Nobody;
  std::vector<PersonId> owner{conversation.owner};
  auto seen = co_await ctx.presence.look(std::move(owner));
  const bool here = seen && !seen->empty() && seen->front().connected;
  co_return here ? domain::Holder::PresentSupporter : domain::Holder::AbsentSupporter;
}

domain::Conversation as_seen_by(const Actor& actor, domain::Conversation conversation) {
  if (actor.roles.staff()) return conversation;
  conversation.level = domain::Level::None;
  conversation.kinds = {};
  conversation.staff_side = {};
  return conversation;
}

Story<domain::ConversationView> view_of(Context& ctx, Actor actor, Place place) {
  const ConversationId id = place.conversation.id;
  auto members = co_await ctx.store.members(id);
  if (!members) co_return members.error();
  auto facts = co_await ctx.store.post_facts(id, actor.person);
  if (!facts) co_return facts.error();
  if (!*facts) co_return refuse(Code::NotFound);
  domain::ConversationView view;
  view.conversation = as_seen_by(actor, std::move((*facts)->conversation));
  view.mine = place.role;
  view.visible_from = place.member.role == ConvRole::None ? Seq{1} : place.member.visible_from;
  view.head = (*facts)->head;
  for (auto& state : *members) {
    if (state.member.role == ConvRole::None) continue;
    view.members.push_back(
        {state.member.person, state.member.role, std::move(state.display_name), state.read, state.delivered});
  }
  co_return view;
}

}  // namespace holdfast::service
