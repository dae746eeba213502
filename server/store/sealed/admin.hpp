// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/task.hpp"
#include "store/sealed/incident.hpp"

namespace holdfast::store {

/// What `verify` found. Each sentence names ids and rows, never words.
struct Findings {
  std::vector<std::string> broken;  // at most kFindingsMost; empty: all is well
  std::uint64_t conversations{0};
  std::uint64_t messages{0};
  std::uint64_t audit_rows{0};
};
inline constexpr std::size_t kFindingsMost = 100;

/// What an operator asks of a running store. Errors of all: Unavailable, Busy.
class StoreAdmin {
 public:
  virtual ~StoreAdmin() = default;
  /// For a store whose server has its own tools: Unsupported. Else an online copy in small steps between
  /// commits: whole, consistent, one file of mode 0600 that never existed before. Holds what was committed
  /// until it ends. Gives its bytes. Errors: Invalid (the name is taken), Unavailable.
  virtual io::Task<Result<std::uint64_t>> backup(std::string path) = 0;
  /// File integrity, seqs dense up to each head, no flag of a seeker's without its escalation, the audit's
  /// chain.
  virtual io::Task<Result<Findings>> verify() = 0;
  /// Wraps every data key and sealed field under the ring's current key, in steps. Gives how many changed.
  /// Afterwards older keys but the first of the key file may go.
  virtual io::Task<Result<std::uint64_t>> rewrap(vault::KeyringPtr ring) = 0;
  virtual io::Task<Result<std::optional<Incident>>> incident(EscalationId id) = 0;
};

}  // namespace holdfast::store
