// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "domain/ids.hpp"
#include "store/sealed/files.hpp"

namespace holdfast::store {

/// One thing that was erased. A message is known by its time as well: a restored store may use the seq again.
struct Erasure {
  ConversationId conversation;
  Seq seq;          // 0: the whole conversation
  Instant said_at;  // of the message
  Instant erased_at;
};

/// The erasure ledger: append-only lines in a file that no backup contains, replayed before a store serves.
/// An entry is durable before its commit: if the commit fails then, the erasure is carried out at the next
/// start, never forgotten.
class Ledger {
 public:
  /// Errors: Unavailable with a sentence in `why`.
  [[nodiscard]] static Result<Ledger> open(const std::string& database, std::string& why);

  /// Appends and syncs; false when the disk does not take it.
  [[nodiscard]] bool append(const std::vector<Erasure>& erasures);
  /// As read at open: what the store must not hold any more.
  [[nodiscard]] const std::vector<Erasure>& entries() const { return entries_; }
  /// Forgets what no backup can hold any more.
  [[nodiscard]] bool drop_before(Instant erased_at);

 private:
  Ledger(std::string path, File file, std::vector<Erasure> entries);
  std::string path_;
  File file_;
  std::vector<Erasure> entries_;  // as read at open
};

}  // namespace holdfast::store
