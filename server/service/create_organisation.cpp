// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"

namespace holdfast::service {

namespace {

bool good_slug(const std::string& slug) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !slug.empty() && slug.size() <= limits::kLoginMost && std::ranges::all_of(slug, good);
}

}  // namespace

/// With its board; the line stays closed until a duty pack is signed and someone opens it. Errors: Invalid,
/// AlreadyDone.
Story<OrganisationId> create_organisation(Context& ctx, NewOrganisation request) {
  if (!good_slug(request.slug) || request.name.empty() || request.name.size() > limits::kNameMost) {
    co_return refuse(Code::Invalid);
  }
  auto taken = co_await ctx.store.organisation_by_slug(request.slug);
  if (!taken) co_return taken.error();
  if (*taken) co_return refuse(Code::AlreadyDone);
  const Instant now = ctx.clock.wall();
  domain::Organisation organisation;
  organisation.id = fresh_id<OrganisationId>();
  organisation.slug = std::move(request.slug);
  organisation.name = std::move(request.name);
  organisation.board = fresh_id<ConversationId>();
  organisation.created = now;
  domain::Conversation board;
  board.id = organisation.board;
  board.organisation = organisation.id;
  board.kind = domain::ConversationKind::Board;
  board.state = domain::ConversationState::Held;
  board.created = now;
  const OrganisationId id = organisation.id;
  store::Commit commit;
  put(commit, std::move(board));
  put(commit, std::move(organisation));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done) co_return done.error().code == Code::Conflict ? refuse(Code::AlreadyDone) : done.error();
  co_return id;
}

}  // namespace holdfast::service
