// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/decide.hpp"

#include "domain/limits.hpp"
#include "store/postgres/write.hpp"

namespace holdfast::store::postgres {

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
Refused ready_to_append(Facts& facts, const Item& item, Sealed& sealed) {
  const ConversationId conversation = sealed.message->conversation;
  if (creates(item, conversation)) return kAllowed;
  const Head& head = facts.heads[conversation];
  if (!head.exists || head.erased) return refuse(Code::NotFound);
  if (!sealed.body.empty()) return kAllowed;
  const auto key = facts.keys.find(conversation);
  if (key == facts.keys.end()) return refuse(Code::NotFound);
  seal(sealed, *key->second);
  return kAllowed;
}

// Of the first client id that is stored already; a tombstone takes any body as its repeat.
Result<std::optional<Committed>> repeat_of(const Facts& facts, const Item& item) {
  std::optional<Committed> repeat;
  for (const Sealed& sealed : item.appends) {
    if (!sealed.deduped) continue;
    const domain::Message& message = *sealed.message;
    const auto first = facts.stored.find({message.conversation, message.author, message.client_id});
    if (first == facts.stored.end()) continue;
    const Stored& stored = first->second;
    if (!stored.digest.empty() && stored.digest != sealed.digest) return refuse(Code::OtherBody);
    if (!repeat) repeat = Committed{Outcome::Repeat, stored.at, {stored.seq}};
  }
  return repeat;
}

struct GuardHolds {
  Facts& facts;
  bool operator()(const PolicyIs& guard) const {
    return facts.heads[guard.conversation].version == guard.version;
  }
  bool operator()(const AuthorLastIs& guard) const {
    const LastOf& last = facts.lasts[{guard.conversation, guard.author}];
    if (last.id == guard.last) return true;
    // The readers look through a window: a message that left it is none to them, and no context to the
    // detector.
    const auto head = facts.heads[guard.conversation].seq.get();
    return !guard.last && last.seq.get() + static_cast<std::uint64_t>(limits::kAuthorLookBack) <= head;
  }
};

struct ChangeAllowed {
  const Facts& facts;

  Refused free_at(const RecordKey& key, Version version) const {
    if (facts.taken.contains(key)) return kConflict;
    const auto stored = facts.versions.find(key);
    return (stored == facts.versions.end() ? Version{} : stored->second) == version ? kAllowed : kConflict;
  }
  [[nodiscard]] const Head* head(ConversationId conversation) const {
    const auto found = facts.heads.find(conversation);
    return found == facts.heads.end() ? nullptr : &found->second;
  }

  template <class Record>
  Refused operator()(const Put<Record>& put) const {
    return free_at(key_of(put.record), put.record.version);
  }
  Refused operator()(const PutEscalation& put) const {
    return free_at(key_of(put.record), put.record.version);
  }
  Refused operator()(const Put<domain::Conversation>& put) const {
    const Head* const found = head(put.record.id);
    return (found == nullptr ? Version{} : found->version) == put.record.version ? kAllowed : kConflict;
  }
  Refused operator()(const FinishTask& finish) const {
    return finish.version ? free_at({RecordKind::Task, finish.id.get(), 0}, finish.version) : kConflict;
  }
  Refused operator()(const EraseMessage& erase) const {
    return facts.said.contains(erase.message) ? kAllowed : Refused{refuse(Code::NotFound)};
  }
  Refused operator()(const EraseConversation& erase) const {
    const Head* const found = head(erase.conversation);
    return found != nullptr && found->exists ? kAllowed : Refused{refuse(Code::NotFound)};
  }
  Refused operator()(const Append&) const { return kAllowed; }
  Refused operator()(const PutFlag&) const { return kAllowed; }
  Refused operator()(const PutIncident&) const { return kAllowed; }
  Refused operator()(const MoveCursor&) const { return kAllowed; }
  Refused operator()(const AppendAudit&) const { return kAllowed; }
  Refused operator()(const Publish&) const { return kAllowed; }
};

}  // namespace

Result<Committed> decide(Facts& facts, Item& item, const Sealing& sealing, Batch& batch) {
  for (Sealed& sealed : item.appends) {
    if (auto refused = ready_to_append(facts, item, sealed)) return *refused;
  }
  auto repeat = repeat_of(facts, item);
  if (!repeat) return repeat.error();
  if (*repeat) {
    ++batch.repeated;
    return **repeat;
  }
  for (const Guard& guard : item.commit.guards) {
    if (!std::visit(GuardHolds{facts}, guard)) return *kConflict;
  }
  for (const Change& change : item.commit.changes) {
    if (auto refused = std::visit(ChangeAllowed{facts}, change)) return *refused;
  }
  return write(facts, item, sealing, batch);
}

}  // namespace holdfast::store::postgres
