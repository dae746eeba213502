// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sealed/item.hpp"

#include <algorithm>

#include "domain/limits.hpp"
#include "wire/encode.hpp"

namespace holdfast::store {

namespace {

vault::DataKeyPtr key_for(const Item& item, ConversationId conversation, const KeyCache& keys) {
  for (const NewKey& fresh : item.keys) {
    if (fresh.conversation == conversation) return fresh.key;
  }
  return keys.find(conversation);
}

void take_append(Item& item, Append& append) {
  Sealed sealed;
  sealed.message = std::make_shared<domain::Message>();
  sealed.message->conversation = append.conversation;
  sealed.message->author = append.author;
  sealed.message->client_id = append.client_id;
  sealed.message->client_at = append.client_at;
  sealed.message->content = std::move(append.content);
  sealed.about = append.about;
  sealed.deduped = append.deduped;
  item.appends.push_back(std::move(sealed));
}

bool same_id(const Sealed& a, const Sealed& b) {
  return a.deduped && b.deduped && a.message->client_id == b.message->client_id &&
         a.message->author == b.message->author && a.message->conversation == b.message->conversation;
}

// Every index names an Append of this item, and none of its client ids comes twice.
bool consistent(const Item& item) {
  const auto in_range = [&item](std::uint32_t index) { return index < item.appends.size(); };
  for (std::size_t i = 0; i < item.appends.size(); ++i) {
    const auto* const index = std::get_if<std::uint32_t>(&item.appends[i].about);
    if (index != nullptr && !in_range(*index)) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (same_id(item.appends[i], item.appends[j])) return false;
    }
  }
  for (const Change& change : item.commit.changes) {
    if (const auto* flag = std::get_if<PutFlag>(&change); flag != nullptr && !in_range(flag->append))
      return false;
    const auto* const escalation = std::get_if<PutEscalation>(&change);
    if (escalation != nullptr && escalation->first_is_append && !in_range(*escalation->first_is_append))
      return false;
  }
  return true;
}

}  // namespace

void seal(Sealed& sealed, const vault::DataKey& key) {
  const domain::Message& message = *sealed.message;
  const std::string plain = wire::encode_content(message.content);
  if (sealed.deduped) sealed.digest = key.digest(plain).substr(0, kDigestBytes);
  sealed.body = key.seal({message.conversation, message.author, message.client_id}, plain);
}

Result<ItemPtr> make_item(Commit commit, KeyCache& keys) {
  if (commit.changes.size() > limits::kCommitChanges) return refuse(Code::TooLarge);
  auto item = std::make_unique<Item>();
  item->commit = std::move(commit);
  for (Change& change : item->commit.changes) {
    if (auto* append = std::get_if<Append>(&change)) take_append(*item, *append);
    const auto* const put = std::get_if<Put<domain::Conversation>>(&change);
    if (put == nullptr || put->record.version) continue;
    auto [key, wrapped] = keys.ring()->new_data_key(put->record.id);
    item->keys.push_back({put->record.id, std::move(key), std::move(wrapped)});
  }
  if (!consistent(*item)) return refuse(Code::Invalid);
  for (Sealed& sealed : item->appends) {
    if (const auto key = key_for(*item, sealed.message->conversation, keys)) seal(sealed, *key);
  }
  return item;
}

}  // namespace holdfast::store
