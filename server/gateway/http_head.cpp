// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/http_head.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

namespace holdfast::gateway {

namespace http = boost::beast::http;

namespace {

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> unescape(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      out.push_back(path[i]);
      continue;
    }
    if (i + 2 >= path.size()) return std::nullopt;
    const int high = hex_digit(path[i + 1]);
    const int low = hex_digit(path[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    const int byte = high * 16 + low;
    if (byte < 0x20 || byte == 0x7F)
      return std::nullopt;  // no door needs control characters, some break on them
    out.push_back(static_cast<char>(byte));
    i += 2;
  }
  return out;
}

std::string bearer_of(const HttpMessage& message) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view value = view(message[http::field::authorization]);
  if (value.size() < scheme.size() ||
      !boost::beast::iequals(message[http::field::authorization].substr(0, scheme.size()),
                             {scheme.data(), scheme.size()})) {
    return {};
  }
  return std::string{value.substr(scheme.size())};
}

bool safe_header(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// A site served from here sets its own policy; everything else renders nothing and is framed by nobody.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSecurityHeaders{{
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
}};

}  // namespace

io::HttpResponse refusal(unsigned status, std::string_view sentence) {
  io::HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string{sentence}.append("\n");
  return response;
}

std::optional<io::HttpResponse> refuse_head(const HttpMessage& head) {
  if (head.count(http::field::transfer_encoding) != 0) {
    // One way only to say where a body ends: two ways are two readings, one of them the proxy's.
    return refusal(head.count(http::field::content_length) != 0 ? 400 : 411,
                   "Send the body with a Content-Length.");
  }
  if (head.version() != 11 && head.version() != 10) return refusal(505, "Speak HTTP/1.1.");
  if (head.version() == 11 && head.count(http::field::host) != 1)
    return refusal(400, "Send exactly one Host.");
  if (head.target().empty() || head.target().front() != '/') return refusal(400, "Ask for a path.");
  return std::nullopt;
}

std::optional<io::HttpResponse> refuse_upgrade(const HttpMessage& head,
                                               const std::vector<std::string>& origins) {
  if (view(head.target()) != kSocketPath) return refusal(404, "WebSockets are at /v1/ws.");
  if (head.count(http::field::content_length) != 0 && view(head[http::field::content_length]) != "0") {
    return refusal(400, "An upgrade has no body.");
  }
  const auto origin_count = head.count(http::field::origin);
  const std::string_view origin = view(head[http::field::origin]);
  if (origin_count > 1 ||
      (origin_count == 1 && std::find(origins.begin(), origins.end(), origin) == origins.end())) {
    return refusal(403, "This origin is not let in.");
  }
  if (!offered_subprotocol(head)) {
    return refusal(400, "Offer the subprotocol holdfast.v1.protobuf or holdfast.v1.json.");
  }
  return std::nullopt;
}

std::optional<wire::Subprotocol> offered_subprotocol(const HttpMessage& head) {
  for (const auto& field : head) {
    if (field.name() != http::field::sec_websocket_protocol) continue;
    for (const auto& token : http::token_list{field.value()}) {
      if (view(token) == wire::kProtobufName) return wire::Subprotocol::Protobuf;
      if (view(token) == wire::kJsonName) return wire::Subprotocol::Json;
    }
  }
  return std::nullopt;
}

std::optional<io::HttpRequest> request_of(HttpMessage message) {
  const std::string_view target = view(message.target());
  const std::size_t mark = target.find('?');
  auto path = unescape(target.substr(0, mark));
  if (!path) return std::nullopt;
  io::HttpRequest request;
  // A door answers HEAD as GET; the body is left out on the way to the wire.
  request.method = message.method() == http::verb::head ? "GET" : std::string{view(message.method_string())};
  request.path = std::move(*path);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  request.content_type = view(message[http::field::content_type]);
  request.bearer = Secret{bearer_of(message)};
  request.origin = view(message[http::field::origin]);
  request.accept_encoding = view(message[http::field::accept_encoding]);
  request.body = Secret{std::move(message.body())};
  return request;
}

HttpAnswer answer_of(io::HttpResponse response, bool head_only, bool keep_alive) {
  HttpAnswer answer;
  answer.version(11);
  answer.result(response.status);
  for (const auto& [name, value] : response.headers) {
    if (safe_header(name) && safe_header(value))
      answer.insert({name.data(), name.size()}, {value.data(), value.size()});
  }
  if (!response.content_type.empty() && safe_header(response.content_type)) {
    answer.set(http::field::content_type, response.content_type);
  }
  for (const auto& [name, value] : kSecurityHeaders) {
    const boost::beast::string_view key{name.data(), name.size()};
    if (answer.count(key) == 0) answer.insert(key, {value.data(), value.size()});
  }
  answer.content_length(response.body.size());
  answer.keep_alive(keep_alive);
  if (!head_only) answer.body() = std::move(response.body);
  return answer;
}

}  // namespace holdfast::gateway
