// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "store/sealed/item.hpp"
#include "store/sealed/key_cache.hpp"
#include "store/sealed/ledger.hpp"
#include "store/sqlite/heads.hpp"

/// How one item becomes rows: decided first, written after, so that what is written never has to be taken
/// back.
namespace holdfast::store::sqlite {

/// One transaction in the making. Lives on: the writer's thread.
struct Batch {
  Instant now;
  std::vector<domain::Event> events;
  std::vector<ConversationId> touched;  // whose heads go into the commit log
  std::vector<Erasure> erasures;
  std::uint64_t stored{0};
  std::uint64_t repeated{0};
  bool wrote{false};
};

struct Rows {
  Connection& db;
  Heads& heads;
  KeyCache& keys;
  const vault::DataKey& incidents;
};

struct Decision {
  std::optional<Error> refused;
  std::optional<Committed> repeat;
};
/// Repeat first, then guards, versions and unique columns; reads only.
[[nodiscard]] Decision decide(Rows& rows, Item& item);
/// Precondition: `decide` allowed it, in this transaction.
[[nodiscard]] Committed write(Rows& rows, Item& item, Batch& batch);

}  // namespace holdfast::store::sqlite
