// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <string>

#include "io/waiter.hpp"
#include "store/commit.hpp"
#include "store/sealed/key_cache.hpp"

namespace holdfast::store {

/// Of the whole HMAC; 128 bits tell bodies apart.
inline constexpr std::size_t kDigestBytes = 16;

/// One Append, ready to be written: sealed on the caller's thread while its key is in the cache, else by the
/// writer.
struct Sealed {
  std::shared_ptr<domain::Message>
      message;  // seq, at and about are filled in by the writer, then it never changes
  std::string digest;
  std::string body;  // empty: not sealed yet
  std::variant<std::monostate, MessageRef, std::uint32_t> about;
  bool deduped{false};
};

struct NewKey {
  ConversationId conversation;
  vault::DataKeyPtr key;
  std::string wrapped;
};

/// One commit on its way through the writer.
struct Item {
  Commit commit;  // its Appends are emptied into `appends`, in order
  boost::container::small_vector<Sealed, 2> appends;
  boost::container::small_vector<NewKey, 1> keys;  // of the conversations this item creates
  std::optional<io::Waiter<Committed>> waiter;
};
using ItemPtr = std::unique_ptr<Item>;

void seal(Sealed& sealed, const vault::DataKey& key);

/// Seals what it can. Errors: TooLarge over 64 changes, Invalid for an append index that is none or one
/// client id twice.
[[nodiscard]] Result<ItemPtr> make_item(Commit commit, KeyCache& keys);

}  // namespace holdfast::store
