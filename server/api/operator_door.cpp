// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/operator_door.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "api/json.hpp"
#include "service/stories.hpp"
#include "wire/encode.hpp"

namespace holdfast::api {

namespace {

constexpr std::size_t kText = 4096;  // a path or a name

io::HttpResponse said(const Installation::Outcome& outcome) {
  if (!outcome.result) return refusal(outcome.result.error(), outcome.said);
  json::object out;
  out["said"] = outcome.said;
  return api::answer(200, out);
}

}  // namespace

io::Task<io::HttpResponse> OperatorDoor::answer(io::HttpRequest request) {
  const Result<Match> match = route(Door::Operator, request.method, request.path);
  if (!match) co_return refusal(match.error());
  if (!match->parameter.empty()) {
    Match which = *match;
    co_return co_await in_organisation(std::move(which), std::move(request));
  }
  if (match->operation == Operation::ListOrganisations) co_return co_await list_organisations();
  if (match->operation == Operation::CreateOrganisation)
    co_return co_await create_organisation(std::move(request));
  co_return co_await on_installation(match->operation, std::move(request));
}

io::Task<io::HttpResponse> OperatorDoor::in_organisation(Match match, io::HttpRequest request) {
  service::Context& context = contexts_();
  std::string slug = match.parameter;
  const auto found = co_await context.store.organisation_by_slug(std::move(slug));
  if (!found) co_return refusal(found.error());
  if (!*found) co_return refusal(refuse(Code::NotFound));
  const OrganisationId id = (*found)->id;
  if (match.operation == Operation::InvitePerson) co_return co_await invite_person(std::move(request), id);
  if (match.operation == Operation::SignDutyPack) co_return co_await sign_duty_pack(std::move(request), id);
  co_return co_await set_line(std::move(request), id);
}

io::Task<io::HttpResponse> OperatorDoor::on_installation(Operation operation, io::HttpRequest request) {
  Installation::Outcome outcome;
  if (operation == Operation::BackUp) {
    const auto body = Body::read(request, {"file"});
    if (!body) co_return refusal(body.error());
    auto file = body->text("file", kText);
    if (!file) co_return refusal(file.error());
    outcome = co_await installation_.back_up(*std::move(file));
  } else if (operation == Operation::RotateKeys) {
    outcome = co_await installation_.rotate_keys();
  } else {
    outcome = co_await installation_.verify();
  }
  co_return said(outcome);
}

io::Task<io::HttpResponse> OperatorDoor::list_organisations() {
  service::Context& context = contexts_();
  const auto all = co_await context.store.organisations();
  if (!all) co_return refusal(all.error());
  json::array list;
  for (const domain::Organisation& organisation : *all) {
    list.push_back({{"organisation_id", std::to_string(organisation.id.get())},
                    {"slug", organisation.slug},
                    {"name", organisation.name},
                    {"line_set", name_of(organisation.line)},
                    {"duty_pack_version", organisation.duty_pack_version.get()}});
  }
  json::object out;
  out["organisations"] = std::move(list);
  co_return api::answer(200, out);
}

io::Task<io::HttpResponse> OperatorDoor::create_organisation(io::HttpRequest request) {
  const auto body = Body::read(request, {"slug", "name"});
  if (!body) co_return refusal(body.error());
  const auto slug = body->text("slug", kText);
  const auto name = body->text("name", kText);
  if (!slug || !name) co_return refusal(refuse(Code::Invalid));
  service::NewOrganisation wish{*slug, *name};
  service::Context& context = contexts_();
  const auto id = co_await service::create_organisation(context, std::move(wish));
  if (!id) co_return refusal(id.error());
  json::object out;
  out["organisation_id"] = std::to_string(id->get());
  co_return api::answer(201, out);
}

io::Task<io::HttpResponse> OperatorDoor::invite_person(io::HttpRequest request, OrganisationId organisation) {
  const auto body = Body::read(request, {"roles", "display_name"});
  if (!body) co_return refusal(body.error());
  const auto names = body->texts("roles");
  auto display_name = body->secret("display_name", kText);
  if (!names || !display_name) co_return refusal(refuse(Code::Invalid));
  domain::OrgRoles roles;
  for (const std::string& name : *names) {
    const auto role = role_of(name);
    if (!role) co_return refusal(refuse(Code::Invalid), "roles are supporter, supervisor and administrator");
    roles.add(*role);
  }
  service::Context& context = contexts_();
  const auto invited =
      co_await service::invite_person(context, organisation, roles, *std::move(display_name));
  if (!invited) co_return refusal(invited.error());
  json::object out;
  out["person_id"] = std::to_string(invited->person.get());
  out["token"] = invited->token.reveal();
  out["expires_us"] = micros(invited->expires);
  co_return api::answer(201, out);
}

io::Task<io::HttpResponse> OperatorDoor::sign_duty_pack(io::HttpRequest request,
                                                        OrganisationId organisation) {
  std::string why;
  auto pack = wire::duty_pack_from_json(request.body.reveal(), why);
  if (!pack) co_return refusal(pack.error(), why);
  const auto checked = domain::check_duty_pack(*pack, why);
  if (!checked) co_return refusal(checked.error(), why);
  service::Context& context = contexts_();
  const auto version = co_await service::sign_duty_pack(context, organisation, *std::move(pack));
  if (!version) co_return refusal(version.error());
  json::object out;
  out["version"] = version->get();
  co_return api::answer(201, out);
}

io::Task<io::HttpResponse> OperatorDoor::set_line(io::HttpRequest request, OrganisationId organisation) {
  const auto body = Body::read(request, {"line"});
  if (!body) co_return refusal(body.error());
  const auto name = body->text("line", kText);
  const auto line = name ? line_of(*name) : std::nullopt;
  if (!line) co_return refusal(refuse(Code::Invalid), "line is open, low_risk_only or closed");
  service::Context& context = contexts_();
  const auto done = co_await service::set_line_by_operator(context, organisation, *line);
  if (!done) co_return refusal(done.error());
  json::object out;
  out["line"] = name_of(*line);
  co_return api::answer(200, out);
}

}  // namespace holdfast::api
