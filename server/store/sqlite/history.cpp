// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>

#include "domain/limits.hpp"
#include "store/sqlite/conversations.hpp"
#include "store/sqlite/messages.hpp"
#include "wire/encode.hpp"

namespace holdfast::store::sqlite {

namespace {

// Columns of every message read, in the order of `message_of`.
#define HOLDFAST_MESSAGE_COLUMNS "seq, author, at, client_at, about_conversation, about_seq, cid, body"

Result<domain::MessagePtr> message_of(Query& q, ConversationId conversation, const vault::DataKey* key) {
  auto message = std::make_shared<domain::Message>();
  message->conversation = conversation;
  std::optional<ConversationId> about_conversation;
  std::optional<Seq> about_seq;
  q.into(message->seq, message->author, message->at, message->client_at, about_conversation, about_seq,
         message->client_id);
  if (about_conversation && about_seq) message->about = MessageRef{*about_conversation, *about_seq};
  message->erased = q.null(7);
  if (message->erased) return domain::MessagePtr{std::move(message)};
  if (key == nullptr) return refuse(Code::Internal);
  const auto plain = key->open({conversation, message->author, message->client_id}, q.view(7));
  if (!plain) return plain.error();
  auto content = wire::decode_content(*plain);
  if (!content) return content.error();
  message->content = std::move(*content);
  return domain::MessagePtr{std::move(message)};
}

Result<void> fill(Query& rows, const HistoryQuery& query, std::uint32_t limit, const vault::DataKey* key,
                  HistoryPage& page) {
  std::size_t bytes = 0;
  while (rows.row()) {
    if (page.messages.size() == limit || bytes >= query.bytes) {
      page.more = true;
      return {};
    }
    bytes += rows.view(7).size();
    auto message = message_of(rows, query.conversation, key);
    if (!message) return message.error();
    page.messages.push_back(std::move(*message));
  }
  return {};
}

}  // namespace

Result<HistoryPage> history(Connection& db, const HistoryQuery& query, KeyCache& keys) {
  if (query.before.has_value() == query.after.has_value()) return refuse(Code::Invalid);
  const Snapshot snapshot{db};
  auto key = load_key(keys, db, query.conversation);
  if (!key) return key.error();
  HistoryPage page;
  page.head = head_of(db, query.conversation);
  const auto limit = std::clamp<std::uint32_t>(query.limit, 1, limits::kHistoryPageMost);
  if (query.after) {
    const Seq from{std::max(query.after->get() + 1, query.visible_from.get())};
    Query rows{db,
               "SELECT " HOLDFAST_MESSAGE_COLUMNS
               " FROM message WHERE conversation=?1 AND seq>=?2 ORDER BY seq LIMIT ?3",
               query.conversation, from, limit + 1};
    auto filled = fill(rows, query, limit, key->get(), page);
    if (!filled) return filled.error();
    return page;
  }
  Query rows{db,
             "SELECT " HOLDFAST_MESSAGE_COLUMNS
             " FROM message WHERE conversation=?1 AND seq<?2 AND seq>=?3 ORDER BY seq DESC LIMIT ?4",
             query.conversation,
             *query.before,
             query.visible_from,
             limit + 1};
  auto filled = fill(rows, query, limit, key->get(), page);
  if (!filled) return filled.error();
  std::reverse(page.messages.begin(), page.messages.end());
  return page;
}

namespace {

// The newest texts, oldest first. Notes between them are passed over, to a bound.
Result<std::vector<domain::MessagePtr>> turns(Connection& db, ConversationId conversation,
                                              const vault::DataKey* key) {
  std::vector<domain::MessagePtr> found;
  Query rows{db,
             "SELECT " HOLDFAST_MESSAGE_COLUMNS
             ", kind FROM message WHERE conversation=?1 ORDER BY seq DESC LIMIT ?2",
             conversation, limits::kTurnsLookBack};
  while (found.size() < limits::kContextTurns && rows.row()) {
    if (rows.integer(8) != 0 || rows.null(7)) continue;  // 0: Text is the first alternative of Content
    auto message = message_of(rows, conversation, key);
    if (!message) return message.error();
    found.push_back(std::move(*message));
  }
  std::reverse(found.begin(), found.end());
  return found;
}
static_assert(std::is_same_v<std::variant_alternative_t<0, domain::Content>, domain::Text>);

}  // namespace

Result<std::optional<PostFacts>> post_facts(Connection& db, ConversationId id, PersonId author,
                                            KeyCache& keys) {
  const Snapshot snapshot{db};
  auto found = conversation(db, id, *keys.ring());
  if (!found) return std::optional<PostFacts>{};
  PostFacts facts;
  facts.conversation = std::move(*found);
  facts.author.conversation = id;
  facts.author.person = author;
  if (auto as_member = member(db, id, author)) facts.author = std::move(*as_member);
  if (auto last = author_last(db, id, author, limits::kAuthorLookBack)) facts.author_last = last->id;
  facts.head = head_of(db, id);
  auto key = load_key(keys, db, id);
  if (!key) return key.error();
  auto recent = turns(db, id, key->get());
  if (!recent) return recent.error();
  facts.turns = std::move(*recent);
  return std::optional<PostFacts>{std::move(facts)};
}

}  // namespace holdfast::store::sqlite
