// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "store/postgres/connection.hpp"
#include "store/sealed/item.hpp"
#include "store/sealed/key_cache.hpp"

namespace holdfast::store::postgres {

enum class RecordKind : std::uint8_t { Organisation, Person, Token, Request, Escalation, Task, Member };
/// A record by its kind and key; `second` is a member's person.
struct RecordKey {
  RecordKind kind{RecordKind::Organisation};
  std::uint64_t first{0};
  std::uint64_t second{0};
  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
};

/// What guards and seqs of one conversation need.
struct Head {
  bool exists{false};
  bool erased{false};
  Version version;
  Seq seq;
  bool fresh{false};    // made by this batch: its counter row is not there yet
  bool changed{false};  // its counter row is behind
};
/// The first commit of a client message id.
struct Stored {
  Seq seq;
  Instant at;
  std::string digest;  // empty: a tombstone, whose body nobody can compare any more
};
/// An author's newest message of a conversation.
struct LastOf {
  std::optional<ClientMessageId> id;
  Seq seq;
};
using Said = std::tuple<ConversationId, PersonId, ClientMessageId>;
using CursorKey = std::tuple<ConversationId, PersonId, domain::CursorKind>;

/// All that deciding one batch asks of the database, read after every lock it needs was taken, and kept in
/// step while its items are decided one after the other.
struct Facts {
  Instant now;
  std::map<ConversationId, Head> heads;
  std::map<Said, Stored> stored;
  std::map<std::pair<ConversationId, PersonId>, LastOf> lasts;
  std::map<ConversationId, vault::DataKeyPtr> keys;   // of cold conversations that are written to
  std::map<RecordKey, Version> versions;              // absent: no such record
  std::set<RecordKey> taken;                          // a unique column of theirs belongs to another record
  std::map<MessageRef, std::optional<Instant>> said;  // when; without a time: a tombstone
  std::map<CursorKey, Seq> cursors;
};

/// Begins the transaction, takes the locks in one order for every node (conversations, then records by kind,
/// each by id), then reads. Throws PgError; Unreadable when a key cannot be unwrapped.
[[nodiscard]] Facts gather(Connection& db, const std::vector<Item*>& items, KeyCache& keys,
                           Instant node_time);

}  // namespace holdfast::store::postgres
