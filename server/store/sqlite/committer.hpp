// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/observe.hpp"
#include "store/sqlite/writing.hpp"

namespace holdfast::store::sqlite {

/// Turns batches of items into transactions and tells what became of each. Lives on: the writer's thread.
class Committer {
 public:
  struct Parts {
    Connection& db;
    KeyCache& keys;
    Ledger& ledger;
    EventSink& sink;
    const Clock& clock;
    Observer& observer;
    NodeId node;
  };
  explicit Committer(const Parts& parts);

  /// Commits, publishes, then answers every item. An error no rule foresaw rolls back and replays one by one,
  /// so that one bad item spoils no other. A failed sync ends the process: Signal::CommitFailed is counted,
  /// then std::abort; what the kernel dropped it would not report again.
  void commit(std::vector<ItemPtr>& items);

  /// Did the last transaction become durable?
  [[nodiscard]] bool writable() const { return writable_; }
  /// A small durable write of the writer's own, with what upkeep wants to change in it.
  template <class Change>
  void own_transaction(Change change);
  /// The id of the newest commit_log row.
  [[nodiscard]] std::int64_t last_commit() const { return log_id_; }
  /// Something was erased: its bytes may still stand in the log.
  [[nodiscard]] bool erased() const { return erased_; }
  void erased_cleaned() { erased_ = false; }
  /// Called between an erasure's commit and its answer.
  void after_erasure(std::function<void()> clean) { clean_ = std::move(clean); }

 private:
  using Answers = std::vector<Result<Committed>>;
  enum class Attempt { Done, Storage, Broken };
  Attempt attempt(std::vector<ItemPtr>& items, Answers& answers);
  void fill(std::vector<ItemPtr>& items, Answers& answers, Batch& batch);
  void seal_transaction(Batch& batch);
  void publish(Batch& batch);
  void adopt_keys(std::vector<ItemPtr>& items, const Answers& answers, const Batch& batch);
  void give_up(const std::vector<ItemPtr>& items);
  Attempt failed(int code);

  Parts parts_;
  Heads heads_;
  vault::DataKeyPtr incidents_;
  std::int64_t log_id_{0};
  std::uint64_t n_{0};
  bool writable_{true};
  bool erased_{false};
  std::function<void()> clean_;
};

template <class Change>
void Committer::own_transaction(Change change) {
  try {
    run(parts_.db, "BEGIN IMMEDIATE");
    change(parts_.db);
    run(parts_.db, "COMMIT");
    writable_ = true;
  } catch (const SqliteError& error) {
    give_up({});
    failed(error.code());
  }
}

}  // namespace holdfast::store::sqlite
