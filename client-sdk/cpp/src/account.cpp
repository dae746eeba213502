// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/account.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "exchange.hpp"

namespace holdfast::sdk {

namespace asio = boost::asio;

namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

std::uint64_t number_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return 0;
  if (value->is_int64()) return static_cast<std::uint64_t>(value->as_int64());
  if (value->is_uint64()) return value->as_uint64();
  return value->is_string() ? std::strtoull(value->as_string().c_str(), nullptr, 10)
                            : 0;  // 64-bit ids are strings
}

bool says(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->as_bool();
}

Account account_of(const json::object& body) {
  return {number_of(body, "person_id"), text_of(body, "token"), text_of(body, "recovery_phrase")};
}

Arrival arrival_of(const json::object& body) {
  Arrival arrival;
  arrival.name = text_of(body, "name");
  arrival.line = text_of(body, "line");
  arrival.language = text_of(body, "language");
  arrival.demo = says(body, "demo");
  arrival.notice_version = number_of(body, "notice_version");
  arrival.minimum_age = number_of(body, "minimum_age");
  if (const auto* notice = body.if_contains("notice"); notice != nullptr && notice->is_object()) {
    const json::object& said = notice->get_object();
    arrival.who_answers = text_of(said, "who_answers");
    arrival.who_reads = text_of(said, "who_reads");
    arrival.when_confidence_ends = text_of(said, "when_confidence_ends");
    arrival.what_is_kept = text_of(said, "what_is_kept");
    arrival.youngest_age = text_of(said, "youngest_age");
  }
  if (const auto* numbers = body.if_contains("numbers"); numbers != nullptr && numbers->is_array()) {
    for (const json::value& value : numbers->get_array()) {
      if (!value.is_object()) continue;
      const json::object& one = value.get_object();
      arrival.numbers.push_back({text_of(one, "name"), text_of(one, "call"), text_of(one, "text"),
                                 text_of(one, "country"), says(one, "emergency"), says(one, "child_line")});
    }
  }
  return arrival;
}

template <class T>
void ask(asio::io_context& context, Endpoint endpoint, Exchange what, T (*read)(const json::object&),
         OnAnswer<T> on_answer) {
  exchange(context, std::move(endpoint), std::move(what),
           [read, on_answer = std::move(on_answer)](const json::value& body, const v1::Error& error) {
             std::optional<T> answer;
             if (error.code() == v1::ERROR_CODE_UNSPECIFIED && body.is_object())
               answer = read(body.get_object());
             on_answer(answer, error);
           });
}

}  // namespace

void see_arrival(asio::io_context& context, Endpoint endpoint, std::string organisation, std::string language,
                 OnAnswer<Arrival> on_answer) {
  const auto escaped = [](const std::string& text) {
    return boost::urls::encode(text, boost::urls::unreserved_chars);
  };
  Exchange what{
      false, "/api/v1/organisations/" + escaped(organisation) + "/arrival?lang=" + escaped(language), {}};
  ask<Arrival>(context, std::move(endpoint), std::move(what), arrival_of, std::move(on_answer));
}

void arrive(asio::io_context& context, Endpoint endpoint, std::string organisation,
            std::uint64_t notice_shown, OnAnswer<Account> on_answer) {
  Exchange what{true, "/api/v1/arrivals", {{"organisation", organisation}, {"notice_shown", notice_shown}}};
  ask<Account>(context, std::move(endpoint), std::move(what), account_of, std::move(on_answer));
}

void recover(asio::io_context& context, Endpoint endpoint, std::string organisation, std::string phrase,
             OnAnswer<Account> on_answer) {
  Exchange what{true, "/api/v1/recoveries", {{"organisation", organisation}, {"recovery_phrase", phrase}}};
  ask<Account>(context, std::move(endpoint), std::move(what), account_of, std::move(on_answer));
}

void sign_in(asio::io_context& context, Endpoint endpoint, std::string organisation, std::string login,
             std::string password, std::string totp, OnAnswer<Account> on_answer) {
  Exchange what{true,
                "/api/v1/sign-ins",
                {{"organisation", organisation}, {"login", login}, {"password", password}, {"totp", totp}}};
  ask<Account>(context, std::move(endpoint), std::move(what), account_of, std::move(on_answer));
}

void open_invitation(asio::io_context& context, Endpoint endpoint, std::string invitation,
                     OnAnswer<std::string> on_answer) {
  Exchange what{true, "/api/v1/invitations/open", {{"token", invitation}}};
  ask<std::string>(
      context, std::move(endpoint), std::move(what),
      [](const json::object& body) { return text_of(body, "address"); }, std::move(on_answer));
}

void accept_invitation(asio::io_context& context, Endpoint endpoint, std::string invitation,
                       std::string login, std::string password, std::string totp,
                       OnAnswer<Account> on_answer) {
  Exchange what{true,
                "/api/v1/invitations/accept",
                {{"token", invitation}, {"login", login}, {"password", password}, {"totp", totp}}};
  ask<Account>(context, std::move(endpoint), std::move(what), account_of, std::move(on_answer));
}

}  // namespace holdfast::sdk
