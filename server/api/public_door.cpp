// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/public_door.hpp"

#include <boost/json/array.hpp>
#include <functional>

#include "api/json.hpp"
#include "service/stories.hpp"

namespace holdfast::api {

namespace {

constexpr std::size_t kSlug = 63;      // a DNS label, since it stands in addresses
constexpr std::size_t kSecret = 1024;  // no token, phrase or password is longer
constexpr std::uint64_t kOldest = 130;

// A guess costs the guesser a minute for a handful, whatever they guess; one node answers at most this many
// in all.
constexpr double kRecoveriesPerSecond = 1.0;
constexpr double kAllSignInsPerSecond = 20.0;
constexpr double kAllBurst = 100.0;

Attempts::Rate arrivals_rate(double each_second) {
  return {each_second, each_second * 5, each_second * 10, each_second * 50};
}
Attempts::Rate sign_in_rate(double a_minute) {
  return {a_minute / 60.0, a_minute, kAllSignInsPerSecond, kAllBurst};
}

std::size_t key_of(const std::string& organisation, std::string_view purpose) {
  return std::hash<std::string>{}(organisation + '\n' + std::string{purpose});
}

json::object to_json(const service::Arrived& arrived) {
  json::object out;
  out["person_id"] = std::to_string(arrived.person.get());
  out["organisation_id"] = std::to_string(arrived.organisation.get());
  out["token"] = arrived.token.reveal();
  out["recovery_phrase"] = arrived.recovery_phrase.reveal();
  out["expires_us"] = micros(arrived.expires);
  return out;
}

json::object to_json(const service::SignedIn& signed_in) {
  json::object out;
  out["person_id"] = std::to_string(signed_in.person.get());
  out["organisation_id"] = std::to_string(signed_in.organisation.get());
  out["roles"] = names_of(signed_in.roles);
  out["token"] = signed_in.token.reveal();
  out["expires_us"] = micros(signed_in.expires);
  return out;
}

json::object to_json(const service::ArrivalView& view) {
  json::object out;
  out["organisation_id"] = std::to_string(view.organisation.get());
  out["name"] = view.name;
  out["line"] = name_of(view.line);
  out["demo"] = view.demo;
  out["notice_version"] = view.notice_version.get();
  out["language"] = view.language;
  out["minimum_age"] = view.minimum_age;
  out["notice"] = {{"who_answers", view.notice.who_answers},
                   {"who_reads", view.notice.who_reads},
                   {"when_confidence_ends", view.notice.when_confidence_ends},
                   {"what_is_kept", view.notice.what_is_kept},
                   {"youngest_age", view.notice.youngest_age}};
  json::array numbers;
  for (const domain::HelpNumber& number : view.numbers) {
    numbers.push_back({{"name", number.name},
                       {"call", number.call},
                       {"text", number.text},
                       {"country", number.country},
                       {"emergency", number.emergency},
                       {"child_line", number.child_line}});
  }
  out["numbers"] = std::move(numbers);
  return out;
}

template <class T>
io::HttpResponse told(unsigned status, const Result<T>& result) {
  return result ? api::answer(status, to_json(*result)) : refusal(result.error());
}

}  // namespace

PublicDoor::PublicDoor(ContextOfReactor contexts, const Clock& clock, Limits limits,
                       std::unique_ptr<StaticFiles> site)
    : contexts_{std::move(contexts)},
      arrivals_{arrivals_rate(limits.arrivals_per_second), clock},
      recoveries_{{kRecoveriesPerSecond, 30.0, kAllSignInsPerSecond, kAllBurst}, clock},
      sign_ins_{sign_in_rate(limits.sign_ins_per_minute), clock},
      invitations_{{1.0, 30.0, kAllSignInsPerSecond, kAllBurst}, clock},
      site_{std::move(site)} {}

io::Task<io::HttpResponse> PublicDoor::answer(io::HttpRequest request) {
  const Result<Match> match = route(Door::Public, request.method, request.path);
  if (!match) {
    if (site_ && match.error().code == Code::NotFound && request.method == "GET")
      co_return site_->answer(request.path, request.accept_encoding);
    co_return refusal(match.error());
  }
  switch (match->operation) {
    case Operation::SeeArrival: {
      std::string slug = match->parameter;
      co_return co_await see_arrival(std::move(request), std::move(slug));
    }
    case Operation::Arrive: co_return co_await arrive(std::move(request));
    case Operation::Recover: co_return co_await recover(std::move(request));
    case Operation::SignIn: co_return co_await sign_in(std::move(request));
    case Operation::OpenInvitation: co_return co_await open_invitation(std::move(request));
    case Operation::AcceptInvitation: co_return co_await accept_invitation(std::move(request));
    case Operation::SignOut: co_return co_await sign_out(std::move(request));
    case Operation::Livez:
    case Operation::Readyz:
    case Operation::Metrics:
    case Operation::ListOrganisations:
    case Operation::CreateOrganisation:
    case Operation::InvitePerson:
    case Operation::SignDutyPack:
    case Operation::SetLine:
    case Operation::RotateKeys:
    case Operation::BackUp:
    case Operation::Verify: break;
  }
  co_return refusal(refuse(Code::NotFound));  // other doors' operations are not routed here
}

io::Task<io::HttpResponse> PublicDoor::see_arrival(io::HttpRequest request, std::string slug) {
  std::string language = query_value(request.query, "lang").substr(0, 16);
  service::Context& context = contexts_();
  const auto view = co_await service::see_arrival(context, std::move(slug), std::move(language));
  co_return told(200, view);
}

io::Task<io::HttpResponse> PublicDoor::arrive(io::HttpRequest request) {
  const auto body = Body::read(request, {"organisation", "notice_shown", "stated_age"});
  if (!body) co_return refusal(body.error());
  const auto organisation = body->text("organisation", kSlug);
  const auto notice = body->number("notice_shown", UINT64_MAX);
  const auto age = body->number("stated_age", kOldest);
  if (!organisation || !notice || !age) co_return refusal(refuse(Code::Invalid));
  const auto allowed = arrivals_.take(key_of(*organisation, "arrive"));
  if (!allowed) co_return refusal(allowed.error());

  service::Arrive wish;
  wish.organisation_slug = *organisation;
  wish.notice_shown = Version{notice->value_or(0)};
  if (*age) wish.stated_age = static_cast<std::uint32_t>(**age);
  service::Context& context = contexts_();
  const auto arrived = co_await service::arrive(context, std::move(wish));
  co_return told(201, arrived);
}

io::Task<io::HttpResponse> PublicDoor::recover(io::HttpRequest request) {
  const auto body = Body::read(request, {"organisation", "recovery_phrase"});
  if (!body) co_return refusal(body.error());
  auto organisation = body->text("organisation", kSlug);
  auto phrase = body->secret("recovery_phrase", kSecret);
  if (!organisation || !phrase) co_return refusal(refuse(Code::Invalid));
  // One key an organisation: every guess at a phrase is a guess at anybody's.
  const auto allowed = recoveries_.take(key_of(*organisation, "recover"));
  if (!allowed) co_return refusal(allowed.error());

  service::Context& context = contexts_();
  const auto arrived = co_await service::recover(context, *std::move(organisation), *std::move(phrase));
  co_return told(201, arrived);
}

io::Task<io::HttpResponse> PublicDoor::sign_in(io::HttpRequest request) {
  const auto body = Body::read(request, {"organisation", "login", "password", "totp"});
  if (!body) co_return refusal(body.error());
  const auto organisation = body->text("organisation", kSlug);
  auto login = body->secret("login", kSecret);
  auto password = body->secret("password", kSecret);
  auto totp = body->secret("totp", 16);
  if (!organisation || !login || !password || !totp) co_return refusal(refuse(Code::Invalid));
  const auto allowed = sign_ins_.take(key_of(*organisation, login->reveal()));
  if (!allowed) co_return refusal(allowed.error());

  service::SignIn wish{*organisation, *std::move(login), *std::move(password), *std::move(totp)};
  service::Context& context = contexts_();
  const auto signed_in = co_await service::sign_in(context, std::move(wish));
  co_return told(201, signed_in);
}

io::Task<io::HttpResponse> PublicDoor::open_invitation(io::HttpRequest request) {
  const auto body = Body::read(request, {"token"});
  if (!body) co_return refusal(body.error());
  auto token = body->secret("token", kSecret);
  if (!token) co_return refusal(token.error());
  const auto allowed = invitations_.take(key_of("", token->reveal()));
  if (!allowed) co_return refusal(allowed.error());

  service::Context& context = contexts_();
  const auto enrolment = co_await service::open_invitation(context, *std::move(token));
  if (!enrolment) co_return refusal(enrolment.error());
  json::object out;
  out["address"] = enrolment->address.reveal();
  co_return api::answer(200, out);
}

io::Task<io::HttpResponse> PublicDoor::accept_invitation(io::HttpRequest request) {
  const auto body = Body::read(request, {"token", "login", "password", "totp"});
  if (!body) co_return refusal(body.error());
  auto token = body->secret("token", kSecret);
  auto login = body->secret("login", kSecret);
  auto password = body->secret("password", kSecret);
  auto totp = body->secret("totp", 16);
  if (!token || !login || !password || !totp) co_return refusal(refuse(Code::Invalid));
  const auto allowed = invitations_.take(key_of("", token->reveal()));
  if (!allowed) co_return refusal(allowed.error());

  service::AcceptInvitation wish{*std::move(token), *std::move(login), *std::move(password),
                                 *std::move(totp)};
  service::Context& context = contexts_();
  const auto signed_in = co_await service::accept_invitation(context, std::move(wish));
  co_return told(201, signed_in);
}

io::Task<io::HttpResponse> PublicDoor::sign_out(io::HttpRequest request) {
  service::Context& context = contexts_();
  Secret token = std::move(request.bearer);
  const auto actor = co_await service::authenticate(context, std::move(token));
  if (!actor) co_return refusal(actor.error());
  service::Actor who = *actor;
  const auto done = co_await service::sign_out(context, std::move(who));
  if (!done) co_return refusal(done.error());
  io::HttpResponse response;
  response.status = 204;
  co_return response;
}

}  // namespace holdfast::api
