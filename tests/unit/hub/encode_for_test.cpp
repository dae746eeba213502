// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "unit/hub/encode_for_test.hpp"

#include <atomic>
#include <string>
#include <utility>
#include <variant>

#include "wire/encode.hpp"

namespace holdfast {

namespace {

std::atomic<std::size_t> events = 0;  // reactors of a test encode side by side
std::size_t padding = 0;

struct Line {
  std::string operator()(const domain::MessageEvent& e) const {
    std::string line = "message " + std::to_string(e.message->conversation.get()) + "/" +
                       std::to_string(e.message->seq.get());
    if (padding != 0) line.append(" ").append(padding, '.');
    return line;
  }
  std::string operator()(const domain::CursorEvent& e) const {
    return "cursor " + std::to_string(e.seq.get());
  }
  std::string operator()(const domain::TypingEvent&) const { return "typing"; }
  std::string operator()(const domain::PresenceEvent& e) const {
    return "presence " + std::to_string(e.presence.person.get());
  }
  std::string operator()(const domain::QueuePlaceEvent&) const { return "place"; }
  std::string operator()(const domain::ConversationAdded& e) const {
    return "added " + std::to_string(e.conversation.get());
  }
  std::string operator()(const domain::AccessEnded& e) const {
    return "access ended " + std::to_string(e.conversation.get());
  }
  std::string operator()(const domain::TokenRevoked&) const { return "revoked"; }
  std::string operator()(const domain::Erased& e) const { return "erased " + std::to_string(e.seq.get()); }
  std::string operator()(const domain::LineEvent&) const { return "line"; }
  std::string operator()(const domain::AlarmEvent&) const { return "alarm"; }
};

wire::FramePtr frame(wire::Subprotocol subprotocol, std::string line) {
  if (subprotocol == wire::Subprotocol::Json) line.insert(0, "json:");
  return wire::Frame::of(line);
}

}  // namespace

namespace tests {
std::size_t encoded_events() {
  return events.exchange(0);
}
void pad_messages(std::size_t bytes) {
  padding = bytes;
}
}  // namespace tests

wire::FramePtr wire::encode(Subprotocol subprotocol, const domain::EventBody& event, Epoch) {
  ++events;
  return frame(subprotocol, std::visit(Line{}, event));
}

wire::FramePtr wire::encode(Subprotocol subprotocol, const domain::Notice& notice) {
  const auto* lagging = std::get_if<domain::Lagging>(&notice);
  if (lagging == nullptr) return frame(subprotocol, "draining");
  return frame(subprotocol, "lagging " + std::to_string(lagging->conversation.get()) + " at " +
                                std::to_string(lagging->head.get()));
}

}  // namespace holdfast
