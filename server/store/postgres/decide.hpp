// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "store/postgres/facts.hpp"
#include "store/postgres/records.hpp"
#include "store/sealed/ledger.hpp"

/// How one item becomes rows: decided first, written after, so that what is written never has to be taken
/// back.
namespace holdfast::store::postgres {

/// What a batch will do once decided. Lives on: its lane's thread.
struct Batch {
  std::vector<Write> writes;  // behind the messages, in the order of the items
  std::vector<Sealed*> messages;
  std::vector<domain::Event> events;
  std::vector<Erasure> erasures;  // into the ledger before the commit
  std::uint64_t repeated{0};
  bool wrote{false};
};

struct Sealing {
  vault::KeyringPtr ring;
  const vault::DataKey& incidents;
};

/// Repeat first, then guards, versions and unique columns; then what the item writes is added to the batch
/// and the facts follow. Nothing was sent yet.
[[nodiscard]] Result<Committed> decide(Facts& facts, Item& item, const Sealing& sealing, Batch& batch);

}  // namespace holdfast::store::postgres
