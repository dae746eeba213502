// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <variant>

#include "domain/limits.hpp"
#include "require.hpp"
#include "wire/decode.hpp"

namespace holdfast::tests {

/// What stories may rely on, checked from outside with whatever bytes came.
inline void check_promises(wire::Subprotocol subprotocol, std::string_view bytes, wire::Stage stage) {
  const auto request = wire::decode(subprotocol, bytes, stage);
  if (!request) {
    const Code code = request.error().error.code;
    require(code == Code::Malformed || code == Code::Invalid || code == Code::TooLarge ||
                code == Code::Unsupported || code == Code::Unauthenticated,
            "a bad frame has a documented code");
    require(code != Code::Unauthenticated || stage == wire::Stage::BeforeSignIn,
            "only who is not signed in must sign in");
    return;
  }
  require(request->id != 0, "a request has an id");
  require(bytes.size() <= limits::kFrame, "a request fits into a frame");
  const bool hello = std::holds_alternative<domain::Hello>(request->body);
  require(hello == (stage == wire::Stage::BeforeSignIn),
          "hello comes first, once, and nothing else before it");
  if (hello) require(bytes.size() <= limits::kHello, "a hello is small");
  if (const auto* send = std::get_if<domain::Send>(&request->body)) {
    require(!send->text.empty() && send->text.size() <= limits::kMessageText, "a text has a size");
    require(static_cast<bool>(send->conversation), "a send says where");
    require(send->client_id != ClientMessageId{}, "a send has its client's id");
  }
  if (const auto* subscribe = std::get_if<domain::Subscribe>(&request->body)) {
    require(!subscribe->cursors.empty() && subscribe->cursors.size() <= limits::kSubscribeItems,
            "cursors are few");
  }
  if (const auto* watch = std::get_if<domain::WatchPresence>(&request->body)) {
    require(watch->people.size() <= limits::kWatched, "those watched are few");
  }
  if (const auto* ask = std::get_if<domain::AskForHelp>(&request->body)) {
    require(ask->wishes.size() <= limits::kWishes, "wishes are few");
  }
}

}  // namespace holdfast::tests
