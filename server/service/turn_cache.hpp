// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <list>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/instant.hpp"
#include "domain/content.hpp"
#include "domain/limits.hpp"
#include "domain/replies.hpp"
#include "io/task.hpp"
#include "io/waiter.hpp"
#include "store/store.hpp"

namespace holdfast::service {

/// What the post story needs of conversations that are being listened to here, so that a send reads nothing
/// from the store. Lives on: one reactor. Fed by the committed messages that pass it (the app adapts
/// hub::Tap).
///
/// It may be stale and is never wrong: a commit made from it is guarded by the policy version and by the
/// author's last message, and every doubt (a gap in seqs, a policy change, a conflict, nobody listening)
/// forgets the entry.
class TurnCache {
 public:
  explicit TurnCache(std::size_t conversations = limits::kTurnCacheConversations) : most_{conversations} {}
  TurnCache(const TurnCache&) = delete;
  TurnCache& operator=(const TurnCache&) = delete;

  /// Same signatures as hub::Tap.
  void committed(const domain::MessagePtr& message);
  void quiet(ConversationId conversation) { forget(conversation); }

  /// One message on its way to the store: the author's next is judged and guarded after it. Lives in the
  /// story's frame; ends with it, committed or not. `text` must outlive it.
  class Flight {
   public:
    Flight(TurnCache& cache, ConversationId conversation, PersonId author, ClientMessageId id,
           std::string_view text, Instant at);
    ~Flight();
    Flight(const Flight&) = delete;
    Flight& operator=(const Flight&) = delete;
    /// Committed as this seq. An entry that was not fed with it by now has no listeners and is forgotten.
    void stored(Seq seq);

   private:
    friend class TurnCache;
    TurnCache& cache_;
    ConversationId conversation_;
    PersonId author_;
    ClientMessageId id_;
    std::string_view text_;
    Instant at_;
    bool fed_{false};  // seen among the committed: it is a turn already
    std::vector<io::Waiter<bool>> behind_;
  };

  /// As the detector needs it. `text` is valid until the story suspends.
  struct Turn {
    PersonId author;
    std::string_view text;
    Instant at;
  };
  struct Facts {
    domain::Conversation conversation;
    domain::Member author;
    std::optional<ClientMessageId> author_last;  // of this author, those in flight ahead included
    Seq head;
    std::vector<Turn>
        turns;  // committed, then the author's own in flight ahead; oldest first, at most kContextTurns - 1
  };
  /// Nothing: not remembered, or the author has not been seen here yet.
  [[nodiscard]] std::optional<Facts> facts(const Flight& flight);
  [[nodiscard]] std::optional<Facts> facts(ConversationId conversation, PersonId person);
  /// Remembers what was read; what passed here since the read stays.
  void remember(const store::PostFacts& read);
  void forget(ConversationId conversation);
  /// Waits until no earlier message of the author is in flight here, so that a second try keeps the author's
  /// order.
  io::Task<void> wait_ahead(const Flight& flight);

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  struct Author {
    domain::Member member;
    std::optional<ClientMessageId> last;  // committed
  };
  struct Entry {
    domain::Conversation conversation;
    Seq head;
    std::vector<domain::MessagePtr> turns;  // oldest first, fewer than kContextTurns
    std::vector<Author> authors;
    std::list<ConversationId>::iterator used;
  };
  [[nodiscard]] static Author* find(Entry& entry, PersonId author);
  static void keep(Entry& entry, const domain::MessagePtr& message);
  [[nodiscard]] std::optional<Facts> gather(ConversationId conversation, PersonId author,
                                            const Flight* until);
  [[nodiscard]] Flight* ahead_of(const Flight& flight);
  [[nodiscard]] Entry& enter(ConversationId conversation);

  std::size_t most_;
  std::unordered_map<ConversationId, Entry> entries_;
  std::unordered_map<ConversationId, std::vector<Flight*>> flights_;  // in the order they came
  std::list<ConversationId> recent_;                                  // front: used last
};

}  // namespace holdfast::service
