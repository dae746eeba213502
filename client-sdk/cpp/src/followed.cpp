// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "followed.hpp"

namespace holdfast::sdk {

namespace {
constexpr int kPage = 64;  // limits::kSubscribeItems of the server, documented in proto/README.md
}

void Followed::add(std::uint64_t conversation, std::uint64_t delivered) {
  conversations_.try_emplace(conversation, One{Timeline{delivered}, Stage::Wanted, false});
}

void Followed::remove(std::uint64_t conversation) {
  conversations_.erase(conversation);
}

void Followed::connected() {
  for (auto& [id, one] : conversations_) one.stage = Stage::Wanted;
}

v1::Subscribe Followed::wanted() {
  v1::Subscribe subscribe;
  for (auto& [id, one] : conversations_) {
    if (one.stage != Stage::Wanted || subscribe.cursors_size() == kPage) continue;
    one.stage = Stage::Asked;
    one.missed = false;
    v1::Cursor& cursor = *subscribe.add_cursors();
    cursor.set_conversation_id(id);
    cursor.set_epoch(one.timeline.epoch());
    cursor.set_seq(one.timeline.delivered());
  }
  return subscribe;
}

void Followed::failed(const v1::Subscribe& asked) {
  for (const v1::Cursor& cursor : asked.cursors()) lagging(cursor.conversation_id());
}

void Followed::lagging(std::uint64_t conversation) {
  const auto found = conversations_.find(conversation);
  if (found != conversations_.end()) found->second.stage = Stage::Wanted;
}

bool Followed::answered(const v1::Subscribed& subscribed, Sink& sink) {
  bool all_answered = true;
  for (const v1::SubscribedTo& item : subscribed.items()) {
    const auto found = conversations_.find(item.conversation_id());
    if (found == conversations_.end()) continue;  // unfollowed meanwhile
    const v1::ErrorCode code = item.has_error() ? item.error().code() : v1::ERROR_CODE_UNSPECIFIED;
    if (code == v1::ERROR_CODE_EPOCH_CHANGED || code == v1::ERROR_CODE_CURSOR_AHEAD) {
      found->second.timeline.restate(item.epoch(), item.from_seq());
      found->second.stage = Stage::Wanted;
      sink.restated(item.conversation_id(), item.from_seq());
    } else if (item.has_error() && item.error().retry_after_ms() > 0) {
      found->second.stage = Stage::Wanted;
      all_answered = false;
    } else if (item.has_error()) {
      conversations_.erase(found);
      sink.refused(item.conversation_id(), item.error());
    } else {
      take(item, found->second, sink);
    }
  }
  return all_answered;
}

void Followed::take(const v1::SubscribedTo& item, One& one, Sink& sink) {
  if (item.from_seq() > one.timeline.delivered()) {
    one.timeline.restate(item.epoch(), item.from_seq());
    sink.restated(item.conversation_id(), item.from_seq());
  }
  for (const v1::Message& message : item.messages()) {
    if (one.timeline.read(item.epoch(), message.seq()) == Timeline::Arrival::Deliver) sink.deliver(message);
  }
  static_cast<void>(
      one.timeline.read(item.epoch(), item.to_seq()));  // what is left of it is not theirs to see
  const bool caught_up = one.timeline.delivered() >= item.head_seq() && !one.missed;
  one.stage = caught_up ? Stage::Live : Stage::Wanted;
}

void Followed::arrived(const v1::MessageCommitted& event, Sink& sink) {
  const auto found = conversations_.find(event.message().conversation_id());
  if (found == conversations_.end()) return;
  One& one = found->second;
  switch (one.timeline.arrive(event.epoch(), event.message().seq())) {
    case Timeline::Arrival::Deliver: sink.deliver(event.message()); break;
    case Timeline::Arrival::Duplicate: break;
    case Timeline::Arrival::Gap:
      one.missed = true;
      if (one.stage == Stage::Live) one.stage = Stage::Wanted;
      break;
  }
}

}  // namespace holdfast::sdk
