// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/json.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace holdfast::api {

namespace {

constexpr std::size_t kDepth = 8;      // no body of ours nests deeper; the parser's stack stays small
constexpr std::size_t kListItems = 8;  // roles of one person

constexpr std::array<std::pair<std::string_view, domain::LineState>, 3> kLines{
    {{"open", domain::LineState::Open},
     {"low_risk_only", domain::LineState::LowRiskOnly},
     {"closed", domain::LineState::Closed}}};
constexpr std::array<std::pair<std::string_view, domain::OrgRole>, 4> kRoles{
    {{"seeker", domain::OrgRole::Seeker},
     {"supporter", domain::OrgRole::Supporter},
     {"supervisor", domain::OrgRole::Supervisor},
     {"administrator", domain::OrgRole::Administrator}}};

}  // namespace

Result<Body> Body::read(const io::HttpRequest& request, std::initializer_list<std::string_view> known) {
  json::parse_options options;
  options.max_depth = kDepth;
  boost::system::error_code failed;
  json::value value = json::parse(request.body.reveal(), failed, {}, options);
  if (failed || !value.is_object()) return refuse(Code::Malformed);
  for (const auto& field : value.get_object()) {
    if (std::find(known.begin(), known.end(), std::string_view{field.key()}) == known.end())
      return refuse(Code::Invalid);
  }
  return Body{std::move(value.get_object())};
}

Result<std::string> Body::text(std::string_view field, std::size_t most) const {
  const json::value* value = object_.if_contains(field);
  if (value == nullptr || !value->is_string() || value->get_string().size() > most)
    return refuse(Code::Invalid);
  return std::string{value->get_string()};
}

Result<Secret> Body::secret(std::string_view field, std::size_t most) const {
  Result<std::string> value = text(field, most);
  if (!value) return value.error();
  return Secret{*std::move(value)};
}

Result<std::optional<std::uint64_t>> Body::number(std::string_view field, std::uint64_t most) const {
  const json::value* value = object_.if_contains(field);
  if (value == nullptr || value->is_null()) return std::optional<std::uint64_t>{};
  boost::system::error_code failed;
  const auto count = value->to_number<std::uint64_t>(failed);
  if (failed || !(value->is_int64() || value->is_uint64()) || count > most) return refuse(Code::Invalid);
  return std::optional{count};
}

Result<std::vector<std::string>> Body::texts(std::string_view field) const {
  const json::value* value = object_.if_contains(field);
  if (value == nullptr || !value->is_array() || value->get_array().size() > kListItems)
    return refuse(Code::Invalid);
  std::vector<std::string> all;
  for (const json::value& item : value->get_array()) {
    if (!item.is_string()) return refuse(Code::Invalid);
    all.emplace_back(item.get_string());
  }
  return all;
}

io::HttpResponse answer(unsigned status, const json::object& body) {
  io::HttpResponse response;
  response.status = status;
  response.body = json::serialize(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

io::HttpResponse refusal(const Error& error, std::string_view detail) {
  const Code code = error.code == Code::Conflict ? Code::Busy : error.code;
  json::object body;
  body["code"] = holdfast::name_of(code);
  body["error"] = detail.empty() ? sentence_of(code) : detail;
  body["retry_after_ms"] = error.retry_after.count();
  io::HttpResponse response = answer(status_of(code), body);
  if (error.retry_after.count() > 0) {
    const auto whole = std::chrono::ceil<std::chrono::seconds>(error.retry_after).count();
    response.headers.emplace_back("Retry-After", std::to_string(whole));
  }
  return response;
}

unsigned status_of(Code code) noexcept {
  switch (code) {
    case Code::Malformed:
    case Code::Invalid:
    case Code::NoticeNotShown:
    case Code::OutcomeMissing:
    case Code::CursorAhead: return 400;
    case Code::Unauthenticated: return 401;
    case Code::Forbidden:
    case Code::Muted:
    case Code::UnderAge: return 403;
    case Code::NotFound: return 404;
    case Code::Unsupported: return 405;
    case Code::OtherBody:
    case Code::AlreadyDone:
    case Code::EpochChanged: return 409;
    case Code::Ended: return 410;
    case Code::TooLarge: return 413;
    case Code::RateLimited: return 429;
    case Code::LineClosed:
    case Code::Busy:
    case Code::Unavailable:
    case Code::Conflict:
    case Code::Draining: return 503;
    case Code::DeadlineExceeded: return 504;
    case Code::Internal: return 500;
  }
  return 500;
}

std::string_view name_of(domain::LineState line) noexcept {
  return kLines[static_cast<std::size_t>(line)].first;
}

std::optional<domain::LineState> line_of(std::string_view name) noexcept {
  for (const auto& [known, line] : kLines) {
    if (known == name) return line;
  }
  return std::nullopt;
}

json::array names_of(domain::OrgRoles roles) {
  json::array names;
  for (const auto& [name, role] : kRoles) {
    if (roles.has(role)) names.emplace_back(name);
  }
  return names;
}

std::optional<domain::OrgRole> role_of(std::string_view name) noexcept {
  for (const auto& [known, role] : kRoles) {
    if (known == name) return role;
  }
  return std::nullopt;
}

std::string query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string{pair.substr(name.size() + 1)};
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

}  // namespace holdfast::api
