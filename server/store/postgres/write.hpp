// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "store/postgres/decide.hpp"

namespace holdfast::store::postgres {

template <class Record>
[[nodiscard]] RecordKey key_of(const Record& record) {
  constexpr RecordKind kind = [] {
    if constexpr (std::is_same_v<Record, domain::Organisation>) return RecordKind::Organisation;
    if constexpr (std::is_same_v<Record, domain::Person>) return RecordKind::Person;
    if constexpr (std::is_same_v<Record, domain::Token>) return RecordKind::Token;
    if constexpr (std::is_same_v<Record, domain::Request>) return RecordKind::Request;
    if constexpr (std::is_same_v<Record, domain::Escalation>) return RecordKind::Escalation;
    if constexpr (std::is_same_v<Record, domain::Task>) return RecordKind::Task;
  }();
  return {kind, record.id.get(), 0};
}
[[nodiscard]] inline RecordKey key_of(const domain::Member& member) {
  return {RecordKind::Member, member.conversation.get(), member.person.get()};
}

/// Adds an item that was allowed to the batch and brings the facts in step.
[[nodiscard]] Committed write(Facts& facts, Item& item, const Sealing& sealing, Batch& batch);

/// The batch's row in the commit log.
struct LogRow {
  NodeId node;
  std::uint32_t lane{0};
  std::uint64_t n{0};
};
/// Sends all of the batch, its row in the commit log and COMMIT.
void send_batch(Connection& db, const Facts& facts, const Batch& batch, const LogRow& row);

}  // namespace holdfast::store::postgres
