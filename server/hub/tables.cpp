// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/tables.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "domain/limits.hpp"

namespace holdfast::hub {

namespace {

template <class By, class Id>
void take_out(By& by, Id id, Seat* seat) {
  const auto found = by.find(id);
  if (found == by.end()) return;
  auto& seats = found->second;
  const auto at = std::find(seats.begin(), seats.end(), seat);
  if (at == seats.end()) return;
  *at = seats.back();
  seats.pop_back();
  if (seats.empty()) by.erase(found);
}

}  // namespace

template <class Id>
const Tables::Seats& Tables::found(const SeatsBy<Id>& by, Id id) {
  static const Seats none;
  const auto at = by.find(id);
  return at == by.end() ? none : at->second;
}
template const Tables::Seats& Tables::found(const SeatsBy<PersonId>&, PersonId);
template const Tables::Seats& Tables::found(const SeatsBy<OrganisationId>&, OrganisationId);

void Opening::keep(const domain::EventBody& event, Seq head) {
  if (const auto* said = std::get_if<domain::MessageEvent>(&event); said != nullptr && !after) {
    after = Seq{said->message->seq.get() - 1};
  }
  if (events.size() >= limits::kOpeningEvents) {
    events.clear();
    after = head;
    return;
  }
  events.push_back(event);
}

Seat& Tables::sit(Listener& listener, OrganisationId organisation, bool staff) {
  auto owned = std::make_unique<Seat>(Seat{.listener = listener,
                                           .queue = listener.queue(),
                                           .subprotocol = listener.subprotocol(),
                                           .person = listener.person(),
                                           .organisation = organisation,
                                           .staff = staff,
                                           .heard = {},
                                           .watched = {}});
  Seat& seat = *owned;
  [[maybe_unused]] const bool fresh = seats_.emplace(&listener, std::move(owned)).second;
  assert(fresh && "a listener enters once");
  people_[seat.person].push_back(&seat);
  if (staff) staff_[organisation].push_back(&seat);
  return seat;
}

std::vector<ConversationId> Tables::stand(const Listener& listener) {
  std::vector<ConversationId> quiet;
  const auto found = seats_.find(&listener);
  if (found == seats_.end()) return quiet;
  Seat& seat = *found->second;
  while (!seat.heard.empty()) {
    const Heard last = seat.heard.back();
    const ConversationId id = last.topic->conversation;
    part(*last.topic, last.at);
    if (retire(id)) quiet.push_back(id);
  }
  watch(seat, {});
  take_out(people_, seat.person, &seat);
  if (seat.staff) take_out(staff_, seat.organisation, &seat);
  seats_.erase(found);
  return quiet;
}

Seat* Tables::seat(const Listener& listener) const {
  const auto found = seats_.find(&listener);
  return found == seats_.end() ? nullptr : found->second.get();
}

Topic* Tables::topic(ConversationId id) const {
  const auto found = topics_.find(id);
  return found == topics_.end() ? nullptr : found->second.get();
}

Topic& Tables::topic_for(ConversationId id) {
  auto& slot = topics_[id];
  if (!slot) {
    slot = std::make_unique<Topic>();
    slot->conversation = id;
  }
  return *slot;
}

Subscriber* Tables::subscriber(Topic& topic, const Seat& seat) const {
  // Whichever side is shorter: a person hears few conversations, a conversation has few listeners, seldom
  // neither.
  if (seat.heard.size() < topic.subscribers.size()) {
    for (const Heard& heard : seat.heard) {
      if (heard.topic == &topic) return &topic.subscribers[heard.at];
    }
    return nullptr;
  }
  for (Subscriber& subscriber : topic.subscribers) {
    if (subscriber.seat == &seat) return &subscriber;
  }
  return nullptr;
}

Subscriber& Tables::join(Topic& topic, Seat& seat) {
  const auto at = static_cast<std::uint32_t>(seat.heard.size());
  seat.heard.push_back({&topic, static_cast<std::uint32_t>(topic.subscribers.size())});
  topic.subscribers.push_back(
      {.queue = &seat.queue, .seat = &seat, .at = at, .subprotocol = seat.subprotocol});
  return topic.subscribers.back();
}

void Tables::part(Topic& topic, std::size_t at) {
  const Subscriber leaving = topic.subscribers[at];
  if (!leaving.live() && topic.opening && --topic.opening->readers == 0) topic.opening.reset();

  auto& heard = leaving.seat->heard;
  heard[leaving.at] = heard.back();
  heard.pop_back();
  if (leaving.at < heard.size()) {
    const Heard moved = heard[leaving.at];
    moved.topic->subscribers[moved.at].at = leaving.at;
  }
  topic.subscribers[at] = topic.subscribers.back();
  topic.subscribers.pop_back();
  if (at < topic.subscribers.size()) {
    const Subscriber& moved = topic.subscribers[at];
    moved.seat->heard[moved.at].at = static_cast<std::uint32_t>(at);
  }
}

bool Tables::retire(ConversationId id) {
  const auto found = topics_.find(id);
  if (found == topics_.end() || !found->second->subscribers.empty()) return false;
  topics_.erase(found);
  return true;
}

void Tables::watch(Seat& seat, const std::vector<PersonId>& people) {
  for (const PersonId person : seat.watched) take_out(watchers_, person, &seat);
  seat.watched.clear();
  for (const PersonId person : people) {
    if (std::find(seat.watched.begin(), seat.watched.end(), person) != seat.watched.end()) continue;
    seat.watched.push_back(person);
    watchers_[person].push_back(&seat);
  }
}

}  // namespace holdfast::hub
