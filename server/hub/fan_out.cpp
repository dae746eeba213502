// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/fan_out.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "domain/limits.hpp"
#include "wire/encode.hpp"

namespace holdfast::hub {

const wire::FramePtr& Encoding::frame(wire::Subprotocol subprotocol) {
  wire::FramePtr& frame = frames_[static_cast<std::size_t>(subprotocol)];
  if (!frame) frame = wire::encode(subprotocol, event_, epoch_);
  return frame;
}

void FanOut::deliver(const domain::Event& event) {
  switch (event.topic.of) {
    case domain::Topic::Of::Conversation: return to_conversation(ConversationId{event.topic.id}, event.body);
    case domain::Topic::Of::Person: return to_person(PersonId{event.topic.id}, event.body);
    case domain::Topic::Of::Staff:
      return to_seats(tables_.of_staff(OrganisationId{event.topic.id}), event.body);
  }
}

void FanOut::to_conversation(ConversationId conversation, const domain::EventBody& event) {
  Topic* const topic = tables_.topic(conversation);
  const auto* said = std::get_if<domain::MessageEvent>(&event);
  if (topic == nullptr) {
    if (said != nullptr && tap_ != nullptr) tap_->committed(said->message);
    return;
  }
  if (said != nullptr) {
    in_order(*topic, *said);
  } else {
    spread(*topic, event, Seq{});
  }
  retire(conversation);  // everybody may have begun to lag
}

void FanOut::in_order(Topic& topic, const domain::MessageEvent& event) {
  const Seq seq = event.message->seq;
  switch (turn_of(topic.head, seq, topic.held.size(), limits::kGapWindow)) {
    case Turn::Duplicate: return;
    case Turn::Next: break;
    case Turn::Wait: topic.held.keep(event.message); return ask_repair(topic);
    case Turn::Repair: topic.held.keep(event.message); return give_up(topic);
  }
  for (domain::MessagePtr next = event.message; next; next = topic.held.next_after(*topic.head)) {
    topic.head = next->seq;
    if (tap_ != nullptr) tap_->committed(next);
    const domain::EventBody body{domain::MessageEvent{next}};
    spread(topic, body, next->seq);
  }
  topic.asked_repair = false;
  if (topic.held.size() != 0) ask_repair(topic);  // a second hole behind the first
}

void FanOut::ask_repair(Topic& topic) {
  if (repair_ == nullptr) return give_up(topic);
  if (!std::exchange(topic.asked_repair, true))
    repair_->missing(topic.conversation, *topic.head, topic.held.oldest());
}

void FanOut::spread(Topic& topic, const domain::EventBody& event, Seq seq) {
  const Lane lane = lane_of(event);
  if (topic.opening && lane != Lane::Passing) topic.opening->keep(event, topic.head.value_or(Seq{}));
  Encoding encoding{event, epoch_};
  for (std::size_t i = 0; i < topic.subscribers.size();) {
    Subscriber& to = topic.subscribers[i];
    if (seq ? to.resumed_to >= seq : !to.live()) {
      ++i;
      continue;
    }
    const wire::FramePtr& frame = encoding.frame(to.subprotocol);
    const bool clean = !to.queue->unflushed();
    const auto pushed = lane == Lane::Urgent ? to.queue->push_urgent(frame, topic.conversation)
                                             : to.queue->push_bulk(frame, topic.conversation);
    if (pushed == SendQueue::Pushed::Queued) {
      if (clean) dirty_.push_back(to.queue);
      ++i;
    } else if (lane == Lane::Passing) {
      ++i;
    } else {
      lag(topic, i);  // another one stands at `i` now
    }
  }
}

void FanOut::lag(Topic& topic, std::size_t at) {
  Seat& seat = *topic.subscribers[at].seat;
  tables_.part(topic, at);
  seat.queue.drop_bulk(topic.conversation);
  observer_.count(Signal::SessionLagging);
  const domain::Notice notice{domain::Lagging{topic.conversation, topic.head.value_or(Seq{})}};
  give(seat, wire::encode(seat.subprotocol, notice), Lane::Urgent);
}

void FanOut::give_up(Topic& topic) {
  topic.head = std::max(topic.head.value_or(Seq{}), topic.held.newest());
  topic.held.clear();
  topic.asked_repair = false;
  if (tap_ != nullptr) tap_->quiet(topic.conversation);
  if (topic.opening) {
    topic.opening->events.clear();
    topic.opening->after = topic.head;
  }
  for (std::size_t i = 0; i < topic.subscribers.size();) {
    if (topic.subscribers[i].live()) {
      lag(topic, i);
    } else {
      ++i;
    }
  }
}

bool FanOut::catch_up(const Topic& topic, Seat& seat, Seq to) {
  if (to >= *topic.head && topic.opening->events.empty()) return true;
  if (to < *topic.head && !topic.opening->covers(to)) return false;
  for (const domain::EventBody& event : topic.opening->events) {
    const auto* said = std::get_if<domain::MessageEvent>(&event);
    if (said != nullptr && said->message->seq <= to) continue;
    Encoding encoding{event, epoch_};
    if (seat.queue.push_bulk(encoding.frame(seat.subprotocol), topic.conversation) ==
        SendQueue::Pushed::Full) {
      seat.queue.drop_bulk(topic.conversation);
      return false;
    }
  }
  return true;
}

void FanOut::end_subscription(ConversationId conversation, Seat& seat) {
  Topic* const topic = tables_.topic(conversation);
  if (topic == nullptr) return;
  const Subscriber* const subscriber = tables_.subscriber(*topic, seat);
  if (subscriber == nullptr) return;
  tables_.part(*topic, static_cast<std::size_t>(subscriber - topic->subscribers.data()));
  seat.queue.drop_bulk(conversation);
}

void FanOut::to_person(PersonId person, const domain::EventBody& event) {
  const Tables::Seats& seats = tables_.of_person(person);
  if (const auto* revoked = std::get_if<domain::TokenRevoked>(&event)) {
    for (Seat* const seat : seats) {
      if (seat->listener.token() == revoked->token) end(*seat, Code::Unauthenticated);
    }
    return;
  }
  if (const auto* ended = std::get_if<domain::AccessEnded>(&event)) {
    for (Seat* const seat : seats) end_subscription(ended->conversation, *seat);
    retire(ended->conversation);
  }
  Encoding encoding{event, epoch_};
  const Lane lane = lane_of(event);
  for (Seat* const seat : seats) give(*seat, encoding.frame(seat->subprotocol), lane);
  if (const auto* presence = std::get_if<domain::PresenceEvent>(&event)) to_watchers(*presence, encoding);
}

void FanOut::to_watchers(const domain::PresenceEvent& event, Encoding& encoding) {
  for (Seat* const seat : tables_.watching(event.presence.person)) {
    if (seat->person == event.presence.person) continue;  // has it already, as that person
    give(*seat, encoding.frame(seat->subprotocol), Lane::Passing);
  }
}

void FanOut::to_seats(const Tables::Seats& seats, const domain::EventBody& event) {
  Encoding encoding{event, epoch_};
  const Lane lane = lane_of(event);
  for (Seat* const seat : seats) give(*seat, encoding.frame(seat->subprotocol), lane);
}

void FanOut::give(Seat& seat, const wire::FramePtr& frame, Lane lane) {
  const bool clean = !seat.queue.unflushed();
  const auto pushed = lane == Lane::Urgent ? seat.queue.push_urgent(frame) : seat.queue.push_bulk(frame);
  if (pushed == SendQueue::Pushed::Queued) {
    if (clean) dirty_.push_back(&seat.queue);
  } else if (lane != Lane::Passing) {
    end(seat, Code::Busy);
  }
}

void FanOut::end(Seat& seat, Code reason) {
  if (std::exchange(seat.ended, true)) return;
  if (reason == Code::Busy) observer_.count(Signal::SlowSessionClosed);
  seat.listener.end(reason);
}

void FanOut::retire(ConversationId conversation) {
  if (tables_.retire(conversation) && tap_ != nullptr) tap_->quiet(conversation);
}

void FanOut::flush() {
  // By index: a session that wakes may leave, and `forget` blanks its queue.
  for (std::size_t i = 0; i < dirty_.size(); ++i) {
    if (dirty_[i] != nullptr) dirty_[i]->flush();
  }
  dirty_.clear();
}

void FanOut::forget(SendQueue& queue) {
  std::replace(dirty_.begin(), dirty_.end(), &queue, static_cast<SendQueue*>(nullptr));
}

}  // namespace holdfast::hub
