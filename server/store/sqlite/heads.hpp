// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <unordered_map>

#include "domain/ids.hpp"
#include "store/sqlite/connection.hpp"

namespace holdfast::store::sqlite {

/// An author's newest message of a conversation as the writer knows it. No id: none in the window that was
/// looked through.
struct LastOf {
  PersonId author;
  std::optional<ClientMessageId> id;
  Seq seq;
};

/// What guards and seqs of one conversation need.
struct Head {
  bool exists{false};
  bool erased{false};
  Version version;
  Seq seq;
  boost::container::small_vector<LastOf, 2> authors;
};

/// Heads, policy versions and authors' last ids of the conversations in use: only the one writer changes
/// them, so they live in its memory and are not written a message. Loaded on first use. Lives on: the
/// writer's thread.
class Heads {
 public:
  explicit Heads(Connection& db) : db_{db} {}
  /// Stays valid until `trim` or `forget_all`.
  [[nodiscard]] Head& of(ConversationId conversation);
  [[nodiscard]] LastOf& last_of(ConversationId conversation, PersonId author);
  /// The author's newest message is now this one.
  void said(ConversationId conversation, PersonId author, const ClientMessageId& id, Seq seq);
  /// Between batches: back under the bound.
  void trim();
  /// After a rollback memory is ahead of the database; it is read again.
  void forget_all() { heads_.clear(); }
  void forget(ConversationId conversation) { heads_.erase(conversation); }

 private:
  Connection& db_;
  std::unordered_map<ConversationId, Head> heads_;
};

}  // namespace holdfast::store::sqlite
