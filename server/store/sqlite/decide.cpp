// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/limits.hpp"
#include "store/sqlite/conversations.hpp"
#include "store/sqlite/escalations.hpp"
#include "store/sqlite/messages.hpp"
#include "store/sqlite/people.hpp"
#include "store/sqlite/queue.hpp"
#include "store/sqlite/tasks.hpp"
#include "store/sqlite/writing.hpp"

namespace holdfast::store::sqlite {

namespace {

using Refused = std::optional<Error>;
const Refused kAllowed = std::nullopt;
const Refused kConflict = refuse(Code::Conflict);

bool creates(const Item& item, ConversationId conversation) {
  for (const NewKey& fresh : item.keys) {
    if (fresh.conversation == conversation) return true;
  }
  return false;
}

// Its conversation must be there. Sealing waits until here only while the key is cold: the queue keeps the
// caller's order.
Refused ready_to_append(Rows& rows, const Item& item, Sealed& sealed) {
  const ConversationId conversation = sealed.message->conversation;
  if (creates(item, conversation)) return kAllowed;
  const Head& head = rows.heads.of(conversation);
  if (!head.exists || head.erased) return refuse(Code::NotFound);
  if (!sealed.body.empty()) return kAllowed;
  const auto key = load_key(rows.keys, rows.db, conversation);
  if (!key) return key.error();
  if (*key == nullptr) return refuse(Code::NotFound);
  seal(sealed, **key);
  return kAllowed;
}

// Of the first client id that is stored already; a tombstone takes any body as its repeat.
Decision repeat_of(Rows& rows, const Item& item) {
  Decision decision;
  for (const Sealed& sealed : item.appends) {
    if (!sealed.deduped) continue;
    const auto first = stored(rows.db, *sealed.message);
    if (!first) continue;
    if (!first->digest.empty() && first->digest != sealed.digest) {
      decision.refused = refuse(Code::OtherBody);
      return decision;
    }
    if (!decision.repeat) decision.repeat = Committed{Outcome::Repeat, first->at, {first->seq}};
  }
  return decision;
}

struct GuardHolds {
  Rows& rows;
  bool operator()(const PolicyIs& guard) const {
    return rows.heads.of(guard.conversation).version == guard.version;
  }
  bool operator()(const AuthorLastIs& guard) const {
    const LastOf& last = rows.heads.last_of(guard.conversation, guard.author);
    if (last.id == guard.last) return true;
    // The readers look through a window: a message that left it is none to them, and no context to the
    // detector.
    const auto head = rows.heads.of(guard.conversation).seq.get();
    return !guard.last && last.seq.get() + static_cast<std::uint64_t>(limits::kAuthorLookBack) <= head;
  }
};

struct ChangeAllowed {
  Rows& rows;

  template <class Record>
  Refused unchanged(const Record& record) const {
    return version_of(rows.db, record) == record.version ? kAllowed : kConflict;
  }
  template <class Record>
  Refused unchanged_and_free(const Record& record) const {
    if (version_of(rows.db, record) != record.version || taken(rows.db, record)) return kConflict;
    return kAllowed;
  }

  Refused operator()(const Append&) const { return kAllowed; }
  Refused operator()(const Put<domain::Organisation>& put) const { return unchanged_and_free(put.record); }
  Refused operator()(const Put<domain::Person>& put) const { return unchanged_and_free(put.record); }
  Refused operator()(const Put<domain::Token>& put) const { return unchanged_and_free(put.record); }
  Refused operator()(const Put<domain::Conversation>& put) const {
    return rows.heads.of(put.record.id).version == put.record.version ? kAllowed : kConflict;
  }
  Refused operator()(const Put<domain::Member>& put) const { return unchanged(put.record); }
  Refused operator()(const Put<domain::Request>& put) const { return unchanged_and_free(put.record); }
  Refused operator()(const PutEscalation& put) const { return unchanged_and_free(put.record); }
  Refused operator()(const PutFlag&) const { return kAllowed; }
  Refused operator()(const PutIncident&) const { return kAllowed; }
  Refused operator()(const Put<domain::Task>& put) const {
    return version_of(rows.db, put.record.id) == put.record.version ? kAllowed : kConflict;
  }
  Refused operator()(const FinishTask& finish) const {
    return finish.version && version_of(rows.db, finish.id) == finish.version ? kAllowed : kConflict;
  }
  Refused operator()(const MoveCursor&) const { return kAllowed; }
  Refused operator()(const EraseMessage& erase) const {
    return exists(rows.db, erase.message) ? kAllowed : Refused{refuse(Code::NotFound)};
  }
  Refused operator()(const EraseConversation& erase) const {
    return rows.heads.of(erase.conversation).exists ? kAllowed : Refused{refuse(Code::NotFound)};
  }
  Refused operator()(const AppendAudit&) const { return kAllowed; }
  Refused operator()(const Publish&) const { return kAllowed; }
};

}  // namespace

Decision decide(Rows& rows, Item& item) {
  for (Sealed& sealed : item.appends) {
    if (auto refused = ready_to_append(rows, item, sealed)) return {refused, std::nullopt};
  }
  Decision decision = repeat_of(rows, item);
  if (decision.refused || decision.repeat) return decision;
  for (const Guard& guard : item.commit.guards) {
    if (!std::visit(GuardHolds{rows}, guard)) return {kConflict, std::nullopt};
  }
  for (const Change& change : item.commit.changes) {
    if (auto refused = std::visit(ChangeAllowed{rows}, change)) return {refused, std::nullopt};
  }
  return {};
}

}  // namespace holdfast::store::sqlite
