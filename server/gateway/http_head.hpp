// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/http.hpp"
#include "wire/frame.hpp"

namespace holdfast::gateway {

using HttpMessage = boost::beast::http::request<boost::beast::http::string_body>;
using HttpAnswer = boost::beast::http::response<boost::beast::http::string_body>;

inline constexpr std::string_view kSocketPath = "/v1/ws";

/// A refusal with one plain sentence.
[[nodiscard]] io::HttpResponse refusal(unsigned status, std::string_view sentence);

/// Why a request may not be read further, if so: ambiguous framing, no or several hosts, a target that is no
/// path. Source: RFC 9112 §3.2, §6.1 (request smuggling).
[[nodiscard]] std::optional<io::HttpResponse> refuse_head(const HttpMessage& head);

/// Why an upgrade is refused, if so. Takes: the whole request, origins let in (exact).
[[nodiscard]] std::optional<io::HttpResponse> refuse_upgrade(const HttpMessage& head,
                                                             const std::vector<std::string>& origins);

/// The first subprotocol the client offers that we speak.
[[nodiscard]] std::optional<wire::Subprotocol> offered_subprotocol(const HttpMessage& head);

/// For the door. None when the path is badly escaped.
[[nodiscard]] std::optional<io::HttpRequest> request_of(HttpMessage message);

/// For the wire, with the security headers the door has not set itself.
[[nodiscard]] HttpAnswer answer_of(io::HttpResponse response, bool head_only, bool keep_alive);

}  // namespace holdfast::gateway
