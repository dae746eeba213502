// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "hub/gaps.hpp"
#include "hub/shard.hpp"

/// The shard's own tables; no other room sees them. Topics and seats point at each other by index, so that
/// joining and leaving are O(1) and a topic's subscribers stay contiguous for the inner loop.
namespace holdfast::hub {

struct Topic;

/// One side of a subscription, in the listener's seat.
struct Heard {
  Topic* topic;
  std::uint32_t at;  // index in topic->subscribers
};

/// One session as the tables know it.
struct Seat {
  Listener& listener;
  SendQueue& queue;
  wire::Subprotocol subprotocol;
  PersonId person;
  OrganisationId organisation;
  bool staff{false};
  bool ended{false};  // `end` was called; it is not called again
  std::vector<Heard> heard;
  std::vector<PersonId> watched;
};

/// The other side, in the topic: what the inner loop needs stands side by side.
struct Subscriber {
  static constexpr Seq kNotLive{std::numeric_limits<std::uint64_t>::max()};
  SendQueue* queue;
  Seat* seat;
  Seq resumed_to{kNotLive};  // had everything up to this in its pages
  std::uint32_t at{0};       // index in seat->heard
  wire::Subprotocol subprotocol;
  [[nodiscard]] bool live() const noexcept { return resumed_to != kNotLive; }
};

/// What passes while somebody reads their page, so that a busy room cannot keep them out for ever.
struct Opening {
  std::size_t readers{0};
  std::optional<Seq> after;  // every message above it is in `events`; none: nothing has passed yet
  std::vector<domain::EventBody> events;

  void keep(const domain::EventBody& event, Seq head);
  [[nodiscard]] bool covers(Seq to) const noexcept { return !after || *after <= to; }
};

/// One conversation that somebody here listens to.
struct Topic {
  ConversationId conversation;
  std::optional<Seq> head;
  Held held;
  bool asked_repair{false};
  std::unique_ptr<Opening> opening;  // only while somebody reads
  std::vector<Subscriber> subscribers;
};

class Tables {
 public:
  using Seats = std::vector<Seat*>;

  Seat& sit(Listener& listener, OrganisationId organisation, bool staff);
  /// Gives the conversations nobody listens to any more.
  std::vector<ConversationId> stand(const Listener& listener);
  [[nodiscard]] Seat* seat(const Listener& listener) const;
  [[nodiscard]] std::size_t seats() const noexcept { return seats_.size(); }

  [[nodiscard]] Topic* topic(ConversationId id) const;
  [[nodiscard]] Topic& topic_for(ConversationId id);
  [[nodiscard]] Subscriber* subscriber(Topic& topic, const Seat& seat) const;
  Subscriber& join(Topic& topic, Seat& seat);
  /// Swap-with-last on both sides: the subscriber at `at` afterwards is another one. The topic stays, perhaps
  /// empty.
  void part(Topic& topic, std::size_t at);
  /// True: it had no subscriber and is gone.
  bool retire(ConversationId id);

  void watch(Seat& seat, const std::vector<PersonId>& people);

  [[nodiscard]] const Seats& of_person(PersonId id) const { return found(people_, id); }
  [[nodiscard]] const Seats& of_staff(OrganisationId id) const { return found(staff_, id); }
  [[nodiscard]] const Seats& watching(PersonId id) const { return found(watchers_, id); }

 private:
  template <class Id>
  using SeatsBy = boost::unordered_flat_map<Id, Seats>;
  template <class Id>
  static const Seats& found(const SeatsBy<Id>& by, Id id);

  boost::unordered_flat_map<const Listener*, std::unique_ptr<Seat>> seats_;
  boost::unordered_flat_map<ConversationId, std::unique_ptr<Topic>> topics_;
  SeatsBy<PersonId> people_, watchers_;
  SeatsBy<OrganisationId> staff_;
};

}  // namespace holdfast::hub
