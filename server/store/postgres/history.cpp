// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>

#include "domain/limits.hpp"
#include "store/postgres/messages.hpp"
#include "store/postgres/records.hpp"
#include "wire/encode.hpp"

namespace holdfast::store::postgres {

namespace {

// Columns of every message read, in the order of `message_of`; kind last, for those who choose by it.
#define HOLDFAST_MESSAGE_COLUMNS "seq, author, at, client_at, about_conversation, about_seq, cid, body, kind"
constexpr int kBody = 7;
constexpr int kKind = 8;

constexpr const char* kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kEnd = "COMMIT";
constexpr const char* kHead = "SELECT head FROM counter WHERE conversation=$1";
constexpr const char* kKey = "SELECT wrapped FROM data_key WHERE conversation=$1";

Result<domain::MessagePtr> message_of(Rows& r, ConversationId conversation, const vault::DataKey* key) {
  auto message = std::make_shared<domain::Message>();
  message->conversation = conversation;
  std::optional<ConversationId> about_conversation;
  std::optional<Seq> about_seq;
  r.into(message->seq, message->author, message->at, message->client_at, about_conversation, about_seq,
         message->client_id);
  if (about_conversation && about_seq) message->about = MessageRef{*about_conversation, *about_seq};
  message->erased = r.null(kBody);
  if (message->erased) return domain::MessagePtr{std::move(message)};
  if (key == nullptr) return refuse(Code::Internal);
  const auto plain = key->open({conversation, message->author, message->client_id}, r.view(kBody));
  if (!plain) return plain.error();
  auto content = wire::decode_content(*plain);
  if (!content) return content.error();
  message->content = std::move(*content);
  return domain::MessagePtr{std::move(message)};
}

Result<void> fill(Rows& rows, const HistoryQuery& query, std::uint32_t limit, const vault::DataKey* key,
                  HistoryPage& page) {
  std::size_t bytes = 0;
  while (rows.row()) {
    if (page.messages.size() == limit || bytes >= query.bytes) {
      page.more = true;
      return {};
    }
    bytes += rows.view(kBody).size();
    auto message = message_of(rows, query.conversation, key);
    if (!message) return message.error();
    page.messages.push_back(std::move(*message));
  }
  return {};
}

Seq head_in(Rows rows) {
  return rows.row() ? rows.at<Seq>(0) : Seq{};
}

// From the cache, or from the row that was read with the rest. Without the row the conversation was erased,
// maybe by another node: this one's copy of the key goes too.
Result<vault::DataKeyPtr> key_in(Rows rows, ConversationId conversation, KeyCache& keys,
                                 std::uint64_t erasures) {
  auto known = keys.find(conversation);
  if (!rows.row()) {
    if (known) keys.forget(conversation);
    return vault::DataKeyPtr{};
  }
  if (known) return known;
  return keys.unwrap(conversation, rows.view(0), erasures);
}

void send_page(Connection& db, const HistoryQuery& query, std::uint32_t limit) {
  if (query.after) {
    const Seq from{std::max(query.after->get() + 1, query.visible_from.get())};
    db.send("SELECT " HOLDFAST_MESSAGE_COLUMNS
            " FROM message WHERE conversation=$1 AND seq>=$2 ORDER BY seq LIMIT $3",
            query.conversation, from, limit + 1);
    return;
  }
  db.send("SELECT " HOLDFAST_MESSAGE_COLUMNS
          " FROM message WHERE conversation=$1 AND seq<$2 AND seq>=$3 ORDER BY seq DESC LIMIT $4",
          query.conversation, *query.before, query.visible_from, limit + 1);
}

}  // namespace

Result<HistoryPage> history(Connection& db, const HistoryQuery& query, KeyCache& keys) {
  if (query.before.has_value() == query.after.has_value()) return refuse(Code::Invalid);
  const std::uint64_t erasures = keys.erasures();
  const auto limit = std::clamp<std::uint32_t>(query.limit, 1, limits::kHistoryPageMost);
  db.send(kBegin);
  db.send(kHead, query.conversation);
  db.send(kKey, query.conversation);
  send_page(db, query, limit);
  db.send(kEnd);
  db.sync();
  static_cast<void>(db.next());
  HistoryPage page;
  page.head = head_in(db.next());
  auto key = key_in(db.next(), query.conversation, keys, erasures);
  Rows rows = db.next();
  db.settle();
  if (!key) return key.error();
  auto filled = fill(rows, query, limit, key->get(), page);
  if (!filled) return filled.error();
  if (query.before) std::reverse(page.messages.begin(), page.messages.end());
  return page;
}

namespace {

// The newest texts, oldest first. Notes between them are passed over, to a bound.
Result<std::vector<domain::MessagePtr>> turns(Rows rows, ConversationId conversation,
                                              const vault::DataKey* key) {
  std::vector<domain::MessagePtr> found;
  while (found.size() < limits::kContextTurns && rows.row()) {
    if (rows.integer(kKind) != 0 || rows.null(kBody)) continue;  // 0: Text, the first of Content
    auto message = message_of(rows, conversation, key);
    if (!message) return message.error();
    found.push_back(std::move(*message));
  }
  std::reverse(found.begin(), found.end());
  return found;
}
static_assert(std::is_same_v<std::variant_alternative_t<0, domain::Content>, domain::Text>);

// A message that left the window is no context to the detector, and none to the guard.
std::optional<ClientMessageId> last_in(Rows rows, Seq head) {
  if (!rows.row()) return std::nullopt;
  Seq seq;
  ClientMessageId id;
  rows.into(seq, id);
  if (seq.get() + static_cast<std::uint64_t>(limits::kAuthorLookBack) <= head.get()) return std::nullopt;
  return id;
}

}  // namespace

Result<std::optional<PostFacts>> post_facts(Connection& db, ConversationId id, PersonId author,
                                            KeyCache& keys) {
  const std::uint64_t erasures = keys.erasures();
  db.send(kBegin);
  db.send("SELECT * FROM conversation WHERE id=$1", id);
  db.send("SELECT * FROM member WHERE conversation=$1 AND person=$2", id, author);
  db.send(kHead, id);
  db.send("SELECT seq, cid FROM author_last WHERE conversation=$1 AND author=$2", id, author);
  db.send(kKey, id);
  db.send("SELECT " HOLDFAST_MESSAGE_COLUMNS " FROM message WHERE conversation=$1 ORDER BY seq DESC LIMIT $2",
          id, limits::kTurnsLookBack);
  db.send(kEnd);
  db.sync();
  static_cast<void>(db.next());
  Rows conversation = db.next();
  Rows as_member = db.next();
  PostFacts facts;
  facts.head = head_in(db.next());
  facts.author_last = last_in(db.next(), facts.head);
  auto key = key_in(db.next(), id, keys, erasures);
  Rows recent = db.next();
  db.settle();
  if (!conversation.row()) return std::optional<PostFacts>{};
  facts.conversation = conversation_of(conversation, *keys.ring());
  facts.author.conversation = id;
  facts.author.person = author;
  if (as_member.row()) facts.author = member_of(as_member);
  if (!key) return key.error();
  auto found = turns(std::move(recent), id, key->get());
  if (!found) return found.error();
  facts.turns = std::move(*found);
  return std::optional<PostFacts>{std::move(facts)};
}

}  // namespace holdfast::store::postgres
