// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "store/sealed/files.hpp"
#include "store/sqlite/committer.hpp"

namespace holdfast::store::sqlite {

/// What the writer does between batches: checkpoints, the audit's chain, the pruning of the commit log, the
/// marker file, and a small write when nobody wrote, so that `writable` is true. Lives on: the writer's
/// thread.
class Upkeep {
 public:
  struct Parts {
    std::string path;
    Connection& db;
    Committer& committer;
    const Clock& clock;
    std::uint64_t store;
    Epoch epoch;
    std::function<void()> cut_readers;
  };
  explicit Upkeep(Parts parts);
  ~Upkeep();
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  enum class Load { Idle, Busy };
  void turn(Load load);
  /// Empties the log: what was erased is then nowhere in the files. Readers are cut off if they hold it.
  void clean_log();
  /// Chains the rest, empties the log, leaves the marker.
  void end();

 private:
  enum class Checkpoint { Passive, Truncate };
  bool checkpoint(Checkpoint kind);
  void checkpoint_when_due(Load load);
  void each_second();
  void export_audit_head();
  void mark();

  Parts parts_;
  std::size_t log_pages_{0};     // as SQLite tells after each commit
  std::size_t next_checkpoint_;  // pages at which to try again
  std::chrono::steady_clock::time_point last_second_{};
  std::chrono::steady_clock::time_point last_busy_{};
  std::int64_t probed_commit_{-1};
  Marker marker_;
};

}  // namespace holdfast::store::sqlite
