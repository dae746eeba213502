// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "domain/content.hpp"
#include "domain/ids.hpp"
#include "domain/records.hpp"
#include "domain/replies.hpp"

/// What a story commits: guards, dedupe and changes as data, so that every store can evaluate them before it
/// writes, in one transaction with others, and no error happens by design.
namespace holdfast::store {

// Guards: true in the store at the moment of the commit, or the whole item is a Conflict.
struct PolicyIs {
  ConversationId conversation;
  Version version;
};
/// The detector judged with the author's turns up to this one; nothing of theirs may have been committed
/// since. It is named by its client id, so that a chain of messages in flight can be guarded before any of
/// them has a seq.
struct AuthorLastIs {
  ConversationId conversation;
  PersonId author;
  std::optional<ClientMessageId> last;
};
using Guard = std::variant<PolicyIs, AuthorLastIs>;

// Changes.
/// Appends one message; its seq is the conversation's next. With `deduped` the (conversation, author, client
/// id) decides: an equal body makes the whole item a Repeat, another body makes it OtherBody, and nothing is
/// written.
struct Append {
  ConversationId conversation;
  PersonId author;
  ClientMessageId client_id;
  domain::Content content;
  std::optional<Instant> client_at;
  /// Points at another message: a given one, or the n-th Append of this same commit.
  std::variant<std::monostate, MessageRef, std::uint32_t> about;
  bool deduped{false};
};
/// Writes the whole record if the store still holds `record.version` (0: none); the stored version becomes
/// one more.
template <class Record>
struct Put {
  Record record;
};
/// The same for an escalation whose first message is the n-th Append of this commit.
struct PutEscalation {
  domain::Escalation record;
  std::optional<std::uint32_t> first_is_append;
};
struct PutFlag {
  domain::Flag flag;
  std::uint32_t append{0};
};
struct PutIncident {
  domain::Escalation escalation;
  std::string acts;
};  // sealed under its own key; outlives erasure
struct FinishTask {
  TaskId id;
  Version version;
};  // a claim that is lost makes the item a Conflict
/// Moves forward only; no guard, repeats are harmless. Published as a CursorEvent when it moved.
struct MoveCursor {
  ConversationId conversation;
  PersonId person;
  domain::CursorKind kind;
  Seq seq;
};
struct EraseMessage {
  MessageRef message;
};  // content gone, tombstone stays
struct EraseConversation {
  ConversationId conversation;
};  // its data key is destroyed, the ledger says so
struct AppendAudit {
  domain::AuditEntry entry;
};
/// Published with the batch when the item commits, after its messages.
struct Publish {
  domain::Event event;
};

using Change = std::variant<Append, Put<domain::Organisation>, Put<domain::Person>, Put<domain::Token>,
                            Put<domain::Conversation>, Put<domain::Member>, Put<domain::Request>,
                            PutEscalation, PutFlag, PutIncident, Put<domain::Task>, FinishTask, MoveCursor,
                            EraseMessage, EraseConversation, AppendAudit, Publish>;

/// One item: all of it is committed, or none. At most 64 changes.
struct Commit {
  boost::container::small_vector<Guard, 2> guards;
  boost::container::small_vector<Change, 2> changes;
};

enum class Outcome : std::uint8_t { Committed, Repeat };

struct Committed {
  Outcome outcome{Outcome::Committed};
  Instant at;  // the commit's time; of the first commit for a Repeat
  /// One a committed Append, in order. For a Repeat: the first commit's seq of the deduped one.
  boost::container::small_vector<Seq, 2> seqs;
};

/// Item errors: Conflict (decide again), OtherBody, NotFound (conversation gone), TooLarge (a bound of this
/// file), Busy (the committer's queue is full), Unavailable (store cannot commit; the same client id is
/// safe).
using CommitResult = Result<Committed>;

/// What was committed together, in commit order: published as one. `n` is dense per (node, lane).
struct EventBatch {
  std::uint32_t lane{0};
  std::uint64_t n{0};
  std::vector<domain::Event> events;
};

/// Where the committer publishes. Called on the committer's thread, in commit order, after the commit is
/// durable and before any waiter of the batch is answered; must not block.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void publish(std::shared_ptr<const EventBatch> batch) = 0;
};

}  // namespace holdfast::store
