// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/lane.hpp"

#include <variant>

namespace holdfast::hub {

namespace {

struct ByContent {
  Lane operator()(const domain::Text&) const { return Lane::Bulk; }
  Lane operator()(const domain::MemberNote&) const { return Lane::Bulk; }
  Lane operator()(const domain::StateNote&) const { return Lane::Bulk; }
  Lane operator()(const domain::FlagNote&) const { return Lane::Urgent; }
  Lane operator()(const domain::EscalationNote&) const { return Lane::Urgent; }
  Lane operator()(const domain::RequestNote&) const { return Lane::Bulk; }
  Lane operator()(const domain::CardNote&) const { return Lane::Urgent; }
  Lane operator()(const domain::LineNote&) const { return Lane::Bulk; }
};

struct ByEvent {
  Lane operator()(const domain::MessageEvent& event) const {
    return std::visit(ByContent{}, event.message->content);
  }
  Lane operator()(const domain::CursorEvent&) const { return Lane::Bulk; }
  Lane operator()(const domain::TypingEvent&) const { return Lane::Passing; }
  Lane operator()(const domain::PresenceEvent&) const { return Lane::Passing; }
  Lane operator()(const domain::QueuePlaceEvent&) const { return Lane::Passing; }
  Lane operator()(const domain::ConversationAdded&) const { return Lane::Urgent; }
  Lane operator()(const domain::AccessEnded&) const { return Lane::Urgent; }
  Lane operator()(const domain::TokenRevoked&) const { return Lane::Urgent; }
  Lane operator()(const domain::Erased&) const { return Lane::Urgent; }
  Lane operator()(const domain::LineEvent&) const { return Lane::Urgent; }
  Lane operator()(const domain::AlarmEvent&) const { return Lane::Urgent; }
};

}  // namespace

Lane lane_of(const domain::EventBody& event) {
  return std::visit(ByEvent{}, event);
}

}  // namespace holdfast::hub
