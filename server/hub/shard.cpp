// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/shard.hpp"

#include <algorithm>

#include "hub/fan_out.hpp"
#include "hub/tables.hpp"

namespace holdfast::hub {

struct Shard::Inside {
  Inside(Epoch epoch, Observer& observer) : fan_out{tables, epoch, observer} {}
  Tables tables;
  FanOut fan_out;
  Tap* tap{nullptr};

  void retire(ConversationId id) {
    if (tables.retire(id) && tap != nullptr) tap->quiet(id);
  }
};

Shard::Shard(Epoch epoch, Observer& observer) : inside_{std::make_unique<Inside>(epoch, observer)} {}
Shard::~Shard() = default;

void Shard::set_tap(Tap* tap) {
  inside_->tap = tap;
  inside_->fan_out.set_tap(tap);
}

void Shard::set_repair(Repair* repair) {
  inside_->fan_out.set_repair(repair);
}

void Shard::enter(Listener& listener, OrganisationId organisation, domain::OrgRoles roles) {
  inside_->tables.sit(listener, organisation, roles.staff());
}

void Shard::leave(Listener& listener) {
  inside_->fan_out.forget(listener.queue());
  for (const ConversationId id : inside_->tables.stand(listener)) {
    if (inside_->tap != nullptr) inside_->tap->quiet(id);
  }
}

void Shard::open(ConversationId conversation, Listener& listener) {
  Seat* const seat = inside_->tables.seat(listener);
  if (seat == nullptr) return;
  Topic& topic = inside_->tables.topic_for(conversation);
  Subscriber* subscriber = inside_->tables.subscriber(topic, *seat);
  if (subscriber != nullptr && !subscriber->live()) return;
  if (subscriber == nullptr) {
    inside_->tables.join(topic, *seat);
  } else {
    subscriber->resumed_to = Subscriber::kNotLive;
    seat->queue.drop_bulk(conversation);
  }
  if (!topic.opening) {
    topic.opening = std::make_unique<Opening>();
    topic.opening->after = topic.head;
  }
  ++topic.opening->readers;
}

bool Shard::activate(ConversationId conversation, Listener& listener, Seq to) {
  Seat* const seat = inside_->tables.seat(listener);
  Topic* const topic = inside_->tables.topic(conversation);
  if (seat == nullptr || topic == nullptr) return false;
  Subscriber* const subscriber = inside_->tables.subscriber(*topic, *seat);
  if (subscriber == nullptr) return false;
  if (subscriber->live()) return true;
  if (!topic->head) {
    // What is still on its way up to `to` counts as seen from here on: a reader with an older page must read
    // on.
    topic->head = to;
    topic->opening->after = to;
  }
  if (!inside_->fan_out.catch_up(*topic, *seat, to)) return false;
  subscriber->resumed_to = to;
  if (--topic->opening->readers == 0) topic->opening.reset();
  return true;
}

void Shard::close(ConversationId conversation, Listener& listener) {
  Seat* const seat = inside_->tables.seat(listener);
  if (seat == nullptr) return;
  inside_->fan_out.end_subscription(conversation, *seat);
  inside_->retire(conversation);
}

bool Shard::listens(ConversationId conversation, const Listener& listener) const {
  const Seat* const seat = inside_->tables.seat(listener);
  Topic* const topic = inside_->tables.topic(conversation);
  return seat != nullptr && topic != nullptr && inside_->tables.subscriber(*topic, *seat) != nullptr;
}

std::size_t Shard::subscriptions(const Listener& listener) const {
  const Seat* const seat = inside_->tables.seat(listener);
  return seat == nullptr ? 0 : seat->heard.size();
}

void Shard::watch(Listener& listener, const std::vector<PersonId>& people) {
  if (Seat* const seat = inside_->tables.seat(listener)) inside_->tables.watch(*seat, people);
}

void Shard::deliver(const store::EventBatch& batch) {
  for (const domain::Event& event : batch.events) inside_->fan_out.deliver(event);
  inside_->fan_out.flush();
}

void Shard::deliver(const domain::Event& passing) {
  inside_->fan_out.deliver(passing);
  inside_->fan_out.flush();
}

void Shard::unrepairable(ConversationId conversation) {
  if (Topic* const topic = inside_->tables.topic(conversation)) {
    inside_->fan_out.give_up(*topic);
    inside_->retire(conversation);
  }
  inside_->fan_out.flush();
}

std::size_t Shard::listeners() const noexcept {
  return inside_->tables.seats();
}

}  // namespace holdfast::hub
