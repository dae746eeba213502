// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "exchange.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "transport.hpp"

namespace holdfast::sdk {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;

struct Answer {
  json::value body;
  v1::Error error;
};

v1::Error unavailable(std::string why) {
  v1::Error error;
  error.set_code(v1::ERROR_CODE_UNAVAILABLE);
  error.set_name("unavailable");
  error.set_sentence(std::move(why));
  error.set_retry_after_ms(1'000);
  return error;
}

/// A refusal as the server writes it: {"code","error","retry_after_ms"}.
v1::Error refusal_in(const json::value& body) {
  const auto* object = body.if_object();
  if (object == nullptr) return unavailable("the answer is not of this protocol");
  v1::Error error;
  if (const auto* code = object->if_contains("code"); code != nullptr && code->is_string()) {
    error.set_name(std::string{code->as_string()});
  }
  std::string number = "ERROR_CODE_";
  for (const char c : error.name())
    number.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  v1::ErrorCode known = v1::ERROR_CODE_INTERNAL;
  if (!v1::ErrorCode_Parse(number, &known)) known = v1::ERROR_CODE_INTERNAL;
  error.set_code(known);
  if (const auto* text = object->if_contains("error"); text != nullptr && text->is_string()) {
    error.set_sentence(std::string{text->as_string()});
  }
  if (const auto* wait = object->if_contains("retry_after_ms"); wait != nullptr && wait->is_int64()) {
    error.set_retry_after_ms(static_cast<std::uint64_t>(wait->as_int64()));
  }
  return error;
}

template <class Stream>
Task<void> talk(Stream& stream, Address address, Exchange what, Answer& answer) {
  http::request<http::string_body> request{what.post ? http::verb::post : http::verb::get, what.target, 11};
  request.set(http::field::host, address.host + ":" + address.port);
  request.keep_alive(false);
  if (what.post) {
    request.set(http::field::content_type, "application/json");
    request.body() = json::serialize(what.body);
  }
  request.prepare_payload();
  auto writing = http::async_write(stream, request, kToken);
  auto written = co_await std::move(writing);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  auto reading = http::async_read(stream, buffer, response, kToken);
  auto read = co_await std::move(reading);
  if (std::get<0>(written) || std::get<0>(read)) {
    answer.error = unavailable("the connection ended before the answer");
    co_return;
  }
  boost::system::error_code ec;
  answer.body = response.body().empty() ? json::value{} : json::parse(response.body(), ec);
  if (ec) {
    answer.error = unavailable("the answer is not of this protocol");
  } else if (response.result_int() / 100 != 2) {
    answer.error = refusal_in(answer.body);
  }
}

template <class Stream>
Task<void> reach(asio::io_context& context, Stream& stream, Address address, Exchange what, Answer& answer) {
  std::string why;
  const bool connected = co_await connect(context, stream, address, why);
  if (connected) {
    co_await talk(stream, address, what, answer);
  } else {
    answer.error = unavailable(std::move(why));
  }
}

Task<void> reach_plain(asio::io_context& context, Endpoint endpoint, Address address, Exchange what,
                       Answer& answer) {
  Plain stream{context.get_executor()};
  const Deadline ends{context, endpoint.deadline, [&stream] { stream.close(); }};
  co_await reach(context, stream, address, what, answer);
}

Task<void> reach_encrypted(asio::io_context& context, Endpoint endpoint, Address address, Exchange what,
                           Answer& answer) {
  asio::ssl::context authorities{asio::ssl::context::tls_client};
  std::string why;
  if (!trust(authorities, endpoint.ca_file, why)) {
    answer.error = unavailable(std::move(why));
    co_return;
  }
  Encrypted stream{context.get_executor(), authorities};
  const Deadline ends{context, endpoint.deadline, [&stream] { stream.next_layer().close(); }};
  co_await reach(context, stream, address, what, answer);
}

Task<void> run(asio::io_context& context, Endpoint endpoint, Exchange what, OnExchange on_exchange) {
  Answer answer;
  Address address = parse_address(endpoint.url).value_or(Address{});
  if (address.host.empty()) {
    answer.error = unavailable("the address is not http(s)://host[:port]");
    answer.error.set_code(v1::ERROR_CODE_INVALID);
  } else if (address.tls) {
    co_await reach_encrypted(context, endpoint, address, what, answer);
  } else {
    co_await reach_plain(context, endpoint, address, what, answer);
  }
  on_exchange(answer.body, answer.error);
}

}  // namespace

void exchange(asio::io_context& context, Endpoint endpoint, Exchange what, OnExchange on_exchange) {
  asio::co_spawn(context, run(context, std::move(endpoint), std::move(what), std::move(on_exchange)),
                 asio::detached);
}

}  // namespace holdfast::sdk
