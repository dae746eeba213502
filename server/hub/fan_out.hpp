// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <vector>

#include "base/observe.hpp"
#include "hub/lane.hpp"
#include "hub/tables.hpp"

namespace holdfast::hub {

/// One event and its frames, each encoded when the first listener of its subprotocol is met.
class Encoding {
 public:
  Encoding(const domain::EventBody& event, Epoch epoch) : event_{event}, epoch_{epoch} {}
  [[nodiscard]] const wire::FramePtr& frame(wire::Subprotocol subprotocol);

 private:
  const domain::EventBody& event_;
  Epoch epoch_;
  std::array<wire::FramePtr, 2> frames_;
};

/// Event → send queues, by the shard's tables. The inner loop has no lock, no virtual call and nobody else's
/// code in it.
class FanOut {
 public:
  FanOut(Tables& tables, Epoch epoch, Observer& observer)
      : tables_{tables}, epoch_{epoch}, observer_{observer} {}
  void set_tap(Tap* tap) { tap_ = tap; }
  void set_repair(Repair* repair) { repair_ = repair; }

  void deliver(const domain::Event& event);
  /// Wakes every session that was given something, once.
  void flush();
  /// The queue is about to go.
  void forget(SendQueue& queue);

  /// Queues for a reader what passed above `to`. False: not everything is here any more, or it does not fit.
  [[nodiscard]] bool catch_up(const Topic& topic, Seat& seat, Seq to);
  void end_subscription(ConversationId conversation, Seat& seat);
  /// All live listeners lag from the newest seq known; the topic goes on from there.
  void give_up(Topic& topic);

 private:
  void to_conversation(ConversationId conversation, const domain::EventBody& event);
  void in_order(Topic& topic, const domain::MessageEvent& event);
  void ask_repair(Topic& topic);
  void spread(Topic& topic, const domain::EventBody& event, Seq seq);
  void to_person(PersonId person, const domain::EventBody& event);
  void to_seats(const Tables::Seats& seats, const domain::EventBody& event);
  void to_watchers(const domain::PresenceEvent& event, Encoding& encoding);
  void give(Seat& seat, const wire::FramePtr& frame, Lane lane);
  void lag(Topic& topic, std::size_t at);
  void end(Seat& seat, Code reason);
  void retire(ConversationId conversation);

  Tables& tables_;
  Epoch epoch_;
  Observer& observer_;
  Tap* tap_{nullptr};
  Repair* repair_{nullptr};
  std::vector<SendQueue*> dirty_;
};

}  // namespace holdfast::hub
