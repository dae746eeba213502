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
  [[nodiscard]] virtual TokenId token() const = 0;
  /// Unauthenticated: its token was revoked. Busy: its urgent lane is full. It closes itself later, never
  /// inside this call, and is told once.
  virtual void end(Code reason) = 0;
};

/// Sees each committed message that passes this reactor once, before it is fanned out: `service` keeps the
/// detector's context fresh with it.
class Tap {
 public:
  virtual ~Tap() = default;
  virtual void committed(const domain::MessagePtr& message) = 0;
  /// The last listener here has gone, or messages were missed: forget what is kept of it.
  virtual void quiet(ConversationId conversation) = 0;
};

/// Fetches what a lossy bus lost. Lives on: the shard's reactor.
class Repair {
 public:
  virtual ~Repair() = default;
  /// Messages between the two are missing here and later ones wait. Answers later, never inside this call:
  /// with `Shard::deliver` of what was missing, or `Shard::unrepairable`.
  virtual void missing(ConversationId conversation, Seq after, Seq before) = 0;
};

/// One reactor's listeners and the plain inner loop: an event is encoded at most once a subprotocol, appended
/// to each listener's queue, and each dirty session is flushed once a batch. Lives on: one reactor. No lock,
/// no coroutine, no user code inside the loop.
class Shard {
 public:
  Shard(Epoch epoch, Observer& observer);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  /// Parts of the application that outlive the shard's last event; null: none.
  void set_tap(Tap* tap);
  /// Without one, listeners of a conversation with a gap are told to page at once.
  void set_repair(Repair* repair);

  /// All events of the person (and, for staff, of the organisation) reach this session from here on.
  void enter(Listener& listener, OrganisationId organisation, domain::OrgRoles roles);
  /// Forgets the session and all its subscriptions.
  void leave(Listener& listener);

  /// Subscribing is two steps, so that no event falls between a page read and live: `open` notes that events
  /// pass from now; the caller reads its pages up to `to`, the head it was told; `activate` starts delivery
  /// above `to` and queues what passed meanwhile, unflushed and bulk: the caller then pushes its page urgent
  /// and flushes, so that the page leaves first. False: more passed than is kept, or access ended meanwhile;
  /// open again, read on from `to` and try again. Opening a live or lagging subscription anew takes back what
  /// is queued of it: the page will hold it.
  void open(ConversationId conversation, Listener& listener);
  [[nodiscard]] bool activate(ConversationId conversation, Listener& listener, Seq to);
  void close(ConversationId conversation, Listener& listener);
  /// Opened or live; not lagging.
  [[nodiscard]] bool listens(ConversationId conversation, const Listener& listener) const;
  /// Opened and live ones of this session, for limits::kSubscriptions.
  [[nodiscard]] std::size_t subscriptions(const Listener& listener) const;
  /// Presence events of these people reach this session; replaces what it watched before.
  void watch(Listener& listener, const std::vector<PersonId>& people);

  /// Called on this reactor with each batch, in order.
  void deliver(const store::EventBatch& batch);
  void deliver(const domain::Event& passing);
  /// What is missing cannot be had: all listeners of the conversation lag, and page from the store.
  void unrepairable(ConversationId conversation);

  [[nodiscard]] std::size_t listeners() const noexcept;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace holdfast::hub
