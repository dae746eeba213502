// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/turn_cache.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::service {

namespace {

bool changes_policy(const domain::Content& content) {
  return std::holds_alternative<domain::MemberNote>(content) ||
         std::holds_alternative<domain::StateNote>(content);
}

}  // namespace

TurnCache::Flight::Flight(TurnCache& cache, ConversationId conversation, PersonId author, ClientMessageId id,
                          std::string_view text, Instant at)
    : cache_{cache}, conversation_{conversation}, author_{author}, id_{id}, text_{text}, at_{at} {
  cache_.flights_[conversation_].push_back(this);
}

TurnCache::Flight::~Flight() {
  const auto found = cache_.flights_.find(conversation_);
  std::erase(found->second, this);
  if (found->second.empty()) cache_.flights_.erase(found);
  for (auto& waiter : behind_) waiter.answer(true);
}

void TurnCache::Flight::stored(Seq seq) {
  // The committer publishes before it answers: what this reactor listens to has passed the tap by now.
  const auto found = cache_.entries_.find(conversation_);
  if (found != cache_.entries_.end() && found->second.head < seq) cache_.forget(conversation_);
}

void TurnCache::committed(const domain::MessagePtr& message) {
  const auto found = entries_.find(message->conversation);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  if (message->seq <= entry.head) return;  // a batch may come twice
  if (message->seq.get() != entry.head.get() + 1 || changes_policy(message->content)) {
    forget(message->conversation);
    return;
  }
  entry.head = message->seq;
  if (!std::holds_alternative<domain::Text>(message->content)) return;
  keep(entry, message);
  if (Author* author = find(entry, message->author)) author->last = message->client_id;
  const auto flights = flights_.find(message->conversation);
  if (flights == flights_.end()) return;
  for (Flight* flight : flights->second) {
    if (flight->author_ == message->author && flight->id_ == message->client_id) flight->fed_ = true;
  }
}

std::optional<TurnCache::Facts> TurnCache::facts(const Flight& flight) {
  return gather(flight.conversation_, flight.author_, &flight);
}

std::optional<TurnCache::Facts> TurnCache::facts(ConversationId conversation, PersonId person) {
  return gather(conversation, person, nullptr);
}

std::optional<TurnCache::Facts> TurnCache::gather(ConversationId conversation, PersonId person,
                                                  const Flight* until) {
  const auto found = entries_.find(conversation);
  if (found == entries_.end()) return std::nullopt;
  Entry& entry = found->second;
  const Author* author = find(entry, person);
  if (author == nullptr) return std::nullopt;
  recent_.splice(recent_.begin(), recent_, entry.used);

  Facts facts{entry.conversation, author->member, author->last, entry.head, {}};
  facts.turns.reserve(limits::kContextTurns * 2);
  for (const auto& turn : entry.turns) {
    facts.turns.push_back({turn->author, std::get<domain::Text>(turn->content).text.reveal(), turn->at});
  }
  if (const auto flights = flights_.find(conversation); flights != flights_.end()) {
    for (const Flight* flight : flights->second) {
      if (flight == until) break;
      if (flight->author_ != person) continue;
      facts.author_last = flight->id_;
      if (!flight->fed_) facts.turns.push_back({person, flight->text_, flight->at_});
    }
  }
  constexpr auto most = static_cast<std::ptrdiff_t>(limits::kContextTurns) - 1;
  if (std::ssize(facts.turns) > most) facts.turns.erase(facts.turns.begin(), facts.turns.end() - most);
  return facts;
}

void TurnCache::remember(const store::PostFacts& read) {
  Entry& entry = enter(read.conversation.id);
  if (entry.conversation.version != read.conversation.version) entry.authors.clear();
  const bool newer = entry.head < read.head || entry.authors.empty();
  entry.conversation = read.conversation;
  if (newer) {
    entry.head = read.head;
    entry.turns.clear();
    for (const auto& turn : read.turns) keep(entry, turn);
  }
  if (Author* known = find(entry, read.author.person)) {
    known->member = read.author;
    if (newer) known->last = read.author_last;
    return;
  }
  if (entry.authors.size() >= limits::kTurnCacheAuthors) entry.authors.erase(entry.authors.begin());
  entry.authors.push_back({read.author, read.author_last});
}

void TurnCache::forget(ConversationId conversation) {
  const auto found = entries_.find(conversation);
  if (found == entries_.end()) return;
  recent_.erase(found->second.used);
  entries_.erase(found);
}

io::Task<void> TurnCache::wait_ahead(const Flight& flight) {
  for (;;) {
    Flight* const ahead = ahead_of(flight);
    if (ahead == nullptr) co_return;
    auto begin = [ahead](io::Waiter<bool> waiter) { ahead->behind_.push_back(std::move(waiter)); };
    const auto landed = co_await io::wait_for<bool>(std::move(begin));
    if (!landed) co_return;  // the reactor is going down
  }
}

TurnCache::Author* TurnCache::find(Entry& entry, PersonId author) {
  const auto found =
      std::ranges::find(entry.authors, author, [](const Author& a) { return a.member.person; });
  return found == entry.authors.end() ? nullptr : &*found;
}

void TurnCache::keep(Entry& entry, const domain::MessagePtr& message) {
  if (message->erased || !std::holds_alternative<domain::Text>(message->content)) return;
  if (entry.turns.size() + 1 >= limits::kContextTurns) entry.turns.erase(entry.turns.begin());
  entry.turns.push_back(message);
}

TurnCache::Flight* TurnCache::ahead_of(const Flight& flight) {
  Flight* ahead = nullptr;
  for (Flight* other : flights_.at(flight.conversation_)) {
    if (other == &flight) return ahead;
    if (other->author_ == flight.author_) ahead = other;
  }
  return ahead;
}

TurnCache::Entry& TurnCache::enter(ConversationId conversation) {
  if (const auto found = entries_.find(conversation); found != entries_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second.used);
    return found->second;
  }
  if (entries_.size() >= most_) {
    entries_.erase(recent_.back());
    recent_.pop_back();
  }
  recent_.push_front(conversation);
  Entry& entry = entries_[conversation];
  entry.used = recent_.begin();
  return entry;
}

}  // namespace holdfast::service
