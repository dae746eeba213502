// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// The requests a session answers itself because they change what it hears: hello, subscribe, unsubscribe,
/// watch.
#include <algorithm>
#include <utility>

#include "base/random.hpp"
#include "gateway/session.hpp"
#include "wire/encode.hpp"

namespace holdfast::gateway {

namespace {

/// Shortens the page so that the whole reply stays within one frame; `used` counts on over the reply's items.
/// A single message always fits.
void fit(domain::SubscribedTo& item, std::size_t& used) {
  for (std::size_t i = 0; i < item.messages.size(); ++i) {
    const std::size_t bytes = wire::page_bytes(*item.messages[i]);
    if (used != 0 && used + bytes > limits::kPageBytes) {
      item.to = i == 0 ? item.from : item.messages[i - 1]->seq;
      item.messages.resize(i);
      return;
    }
    used += bytes;
  }
}

}  // namespace

void Session::begin_sign_in(Owed owed, domain::Hello hello) {
  if (const auto may = fsm_.begin_sign_in(); !may) return owed.answer(may.error());
  io::spawn(place_.reactor, sign_in(shared_from_this(), std::move(owed), std::move(hello)));
}

io::Task<void> Session::sign_in(std::shared_ptr<Session> self, Owed owed, domain::Hello hello) {
  Secret token = hello.token;
  auto actor = co_await self->place_.stories.authenticate(std::move(token));
  if (!actor) {
    owed.answer(actor.error());
    self->close(close_code_of(actor.error().code));
    co_return;
  }
  if (self->fsm_.closed()) co_return;
  self->actor_ = *actor;
  self->actor_.session = fresh_id<SessionId>();
  auto welcome = co_await self->place_.stories.welcome(self->actor_);
  if (!welcome) {
    owed.answer(welcome.error());
    self->close(close_code_of(welcome.error().code));
    co_return;
  }
  if (!self->fsm_.complete_sign_in()) {  // it went away while it was welcomed, and is here by presence
    self->place_.stories.ended(self->actor_, Stories::Ended::Dropped);
    co_return;
  }
  self->deadline_.cancel();
  self->socket_->signed_in();
  self->seated_ = true;
  self->place_.shard.enter(*self, self->actor_.organisation, self->actor_.roles);
  owed.answer(domain::ReplyBody{std::move(*welcome)});
  // A revocation that passed between the first look and entering the shard was heard by nobody here.
  auto still = co_await self->place_.stories.authenticate(std::move(hello.token));
  if (!still && still.error().code == Code::Unauthenticated) self->close(CloseCode::SignedOut);
}

/// Each conversation is opened before its page is read, and becomes live only where the page reaches the
/// head; live frames that passed meanwhile queue behind the reply. What could not become live has to < head:
/// the client pages on.
io::Task<void> Session::subscribe(std::shared_ptr<Session> self, Owed owed, domain::Subscribe request) {
  domain::Subscribed reply;
  std::size_t used = 0;
  for (std::size_t i = 0; i < request.cursors.size(); ++i) {
    if (self->fsm_.closed()) co_return;
    const domain::Cursor cursor = request.cursors[i];
    if (self->place_.shard.subscriptions(*self) >= limits::kSubscriptions &&
        !self->place_.shard.listens(cursor.conversation, *self)) {
      auto& item = reply.items.emplace_back();
      item.conversation = cursor.conversation;
      item.refused = refuse(Code::TooLarge);
      continue;
    }
    self->place_.shard.open(cursor.conversation, *self);
    auto item = co_await self->place_.stories.resume(self->actor_, cursor);
    if (!item.refused) fit(item, used);
    reply.items.push_back(std::move(item));
  }
  self->subscribed(std::move(owed), std::move(reply));
}

void Session::subscribed(Owed owed, domain::Subscribed reply) {
  if (fsm_.closed()) return owed.answer(refuse(Code::Draining));
  for (domain::SubscribedTo& item : reply.items) {
    const bool whole = !item.refused && item.to >= item.head;
    if (whole && place_.shard.activate(item.conversation, *this, item.to)) continue;
    if (whole) item.head = Seq{item.to.get() + 1};  // more has passed than is kept here
    place_.shard.close(item.conversation, *this);
  }
  owed.answer(
      domain::ReplyBody{std::move(reply)});  // urgent and flushed: it leaves before what activate queued
}

void Session::unsubscribe(Owed owed, const domain::Unsubscribe& request) {
  for (const ConversationId conversation : request.conversations) place_.shard.close(conversation, *this);
  owed.answer(domain::ReplyBody{domain::Done{}});
}

/// Watched before the look that is answered, so that no change falls between; the story decides who may be
/// watched.
io::Task<void> Session::watch(std::shared_ptr<Session> self, Owed owed, domain::WatchPresence request) {
  domain::RequestBody asked{std::move(request)};
  auto allowed = co_await self->place_.stories.answer(self->actor_, std::move(asked));
  if (!allowed) {
    owed.answer(allowed.error());
    co_return;
  }
  std::vector<PersonId> people;
  for (const domain::Presence& presence : std::get<domain::PresenceList>(*allowed).people) {
    people.push_back(presence.person);
  }
  self->place_.shard.watch(*self, people);
  auto seen = co_await self->place_.stories.look(std::move(people));
  if (!seen) {
    owed.answer(seen.error());
    co_return;
  }
  owed.answer(domain::ReplyBody{domain::PresenceList{std::move(*seen)}});
}

}  // namespace holdfast::gateway
