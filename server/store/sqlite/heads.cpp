// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/heads.hpp"

#include "domain/limits.hpp"
#include "store/sqlite/messages.hpp"

namespace holdfast::store::sqlite {

Head& Heads::of(ConversationId conversation) {
  const auto found = heads_.find(conversation);
  if (found != heads_.end()) return found->second;
  Head head;
  Query query{db_, "SELECT version, erased FROM conversation WHERE id=?1", conversation};
  if (query.row()) {
    head.exists = true;
    query.into(head.version, head.erased);
    head.seq = head_of(db_, conversation);
  }
  return heads_.emplace(conversation, std::move(head)).first->second;
}

LastOf& Heads::last_of(ConversationId conversation, PersonId author) {
  Head& head = of(conversation);
  for (LastOf& last : head.authors) {
    if (last.author == author) return last;
  }
  if (head.authors.size() >= limits::kAuthorsKept) head.authors.clear();
  LastOf last{author, std::nullopt, Seq{}};
  // Twice the readers' window: whoever they could still see is known here, however the head moved meanwhile.
  if (const auto found = author_last(db_, conversation, author, 2 * limits::kAuthorLookBack)) {
    last.id = found->id;
    last.seq = found->seq;
  }
  return head.authors.emplace_back(std::move(last));
}

void Heads::said(ConversationId conversation, PersonId author, const ClientMessageId& id, Seq seq) {
  Head& head = of(conversation);
  for (LastOf& last : head.authors) {
    if (last.author != author) continue;
    last.id = id;
    last.seq = seq;
    return;
  }
  if (head.authors.size() >= limits::kAuthorsKept) head.authors.clear();
  head.authors.push_back({author, id, seq});
}

void Heads::trim() {
  // Ids are random, so the first half of the table is a random half.
  if (heads_.size() < limits::kHeadsKept) return;
  auto end = heads_.begin();
  std::advance(end, static_cast<std::ptrdiff_t>(heads_.size() / 2));
  heads_.erase(heads_.begin(), end);
}

}  // namespace holdfast::store::sqlite
