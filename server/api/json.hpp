// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "base/secret.hpp"
#include "domain/records.hpp"
#include "domain/roles.hpp"
#include "io/http.hpp"

/// What both JSON doors need: bodies in, answers out. Fields are snake_case; ids are strings, since they pass
/// 2^53; times are microseconds since the Unix epoch.
namespace holdfast::api {

namespace json = boost::json;

/// A request's body: one object, at most 8 levels deep, known fields only (a misspelt field is told, not
/// ignored). Errors: Malformed, Invalid.
class Body {
 public:
  [[nodiscard]] static Result<Body> read(const io::HttpRequest& request,
                                         std::initializer_list<std::string_view> known);
  /// Errors: Invalid when absent, not a string or over `most` bytes.
  [[nodiscard]] Result<std::string> text(std::string_view field, std::size_t most) const;
  [[nodiscard]] Result<Secret> secret(std::string_view field, std::size_t most) const;
  /// Nothing when absent. Errors: Invalid when it is no whole number from 0 to `most`.
  [[nodiscard]] Result<std::optional<std::uint64_t>> number(std::string_view field, std::uint64_t most) const;
  /// Errors: Invalid when absent, not a list of strings, or longer than 8.
  [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view field) const;

 private:
  explicit Body(json::object object) : object_{std::move(object)} {}
  json::object object_;
};

[[nodiscard]] io::HttpResponse answer(unsigned status, const json::object& body);
/// {"code","error","retry_after_ms"}; `detail` is a sentence of ours (what is wrong with a duty pack), never
/// a body's.
[[nodiscard]] io::HttpResponse refusal(const Error& error, std::string_view detail = {});
[[nodiscard]] unsigned status_of(Code code) noexcept;

[[nodiscard]] std::string_view name_of(domain::LineState line) noexcept;
[[nodiscard]] std::optional<domain::LineState> line_of(std::string_view name) noexcept;
[[nodiscard]] json::array names_of(domain::OrgRoles roles);
[[nodiscard]] std::optional<domain::OrgRole> role_of(std::string_view name) noexcept;
/// The value of `name` in a raw query, percent-decoding left out: values here are language tags.
[[nodiscard]] std::string query_value(std::string_view query, std::string_view name);

}  // namespace holdfast::api
