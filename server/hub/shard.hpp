// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>

#include "base/observe.hpp"
#include "domain/replies.hpp"
#include "hub/send_queue.hpp"
#include "store/commit.hpp"
#include "wire/frame.hpp"

namespace holdfast::hub {

/// A session as the hub sees it. Lives on the shard's reactor; removed from the shard before it is destroyed.
class Listener {
 public:
  virtual ~Listener() = default;
  [[nodiscard]] virtual wire::Subprotocol subprotocol() const = 0;
  [[nodiscard]] virtual SendQueue& queue() = 0;
  [[nodiscard]] virtual PersonId person() const = 0;
  /// Its token was revoked, or its urgent lane is full: it closes itself later, never inside this call.
  virtual void end(Code reason) = 0;
};

/// Sees each committed message that passes this reactor once, before it is fanned out: `service` keeps the detector's
/// context fresh with it.
class Tap {
 public:
  virtual ~Tap() = default;
  virtual void committed(const domain::MessagePtr& message) = 0;
  virtual void quiet(ConversationId conversation) = 0;  // the last listener here has gone
};

/// One reactor's listeners and the plain inner loop: an event is encoded at most once a subprotocol, appended to each
/// listener's queue, and each dirty session is flushed once a batch. Lives on: one reactor. No lock, no coroutine, no
/// user code inside the loop.
class Shard {
 public:
  Shard(Epoch epoch, Observer& observer);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  void set_tap(Tap* tap);

  /// All events of the person (and, for staff, of the organisation) reach this session from here on.
  void enter(Listener& listener, OrganisationId organisation, domain::OrgRoles roles);
  /// Forgets the session and all its subscriptions.
  void leave(Listener& listener);

  /// Subscribing is two steps, so that no event falls between a page read and live: `open` notes that events pass from
  /// now; the caller reads its page up to `to`; `activate` starts delivery above `to`. False: events beyond `to` have
  /// passed meanwhile, read on from `to` and try again.
  void open(ConversationId conversation, Listener& listener);
  [[nodiscard]] bool activate(ConversationId conversation, Listener& listener, Seq to);
  /// Also for one that lags: it hears nothing until it is opened again.
  void close(ConversationId conversation, Listener& listener);
  [[nodiscard]] bool listens(ConversationId conversation, const Listener& listener) const;
  /// Presence events of these people reach this session; replaces what it watched before.
  void watch(Listener& listener, const std::vector<PersonId>& people);

  /// Called on this reactor with each batch, in order.
  void deliver(const store::EventBatch& batch);
  void deliver(const domain::Event& passing);

  [[nodiscard]] std::size_t listeners() const noexcept;

 private:
  class Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace holdfast::hub
