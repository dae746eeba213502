// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/sqlite/committer.hpp"
#include "store/sqlite/errands.hpp"

namespace holdfast::store::sqlite {

/// The only thread that writes: owns the one read-write connection, which alone checkpoints. Takes what
/// waits, up to limits::kBatch, as one transaction; a lone sender never waits for company.
class Writer {
 public:
  struct Parts {
    std::string path;
    std::unique_ptr<Connection> db;
    std::unique_ptr<Ledger> ledger;
    KeyCache& keys;
    EventSink& sink;
    const Clock& clock;
    Observer& observer;
    NodeId node;
    std::uint64_t store;  // for the marker file
    Epoch epoch;
    std::function<void()> cut_readers;  // ends what they read, so that the log can start anew
  };
  explicit Writer(Parts parts);
  /// Commits what waits, then ends.
  ~Writer();

  /// From any thread, in the order of the calls. Over limits::kCommitQueue it answers Busy.
  void push(ItemPtr item);
  /// From any thread. Errands run one after the other.
  void run_errand(std::unique_ptr<Errand> errand);
  [[nodiscard]] bool writable() const { return writable_.load(std::memory_order_relaxed); }
  /// Items that wait, a moment ago.
  [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

 private:
  void run();
  [[nodiscard]] bool take(std::vector<ItemPtr>& batch);
  void step_errand();

  Parts parts_;
  std::atomic<bool> writable_{true};
  std::atomic<std::size_t> waiting_{0};

  std::mutex mutex_;  // guards what follows; held for one push or one take
  std::condition_variable wake_;
  std::deque<ItemPtr> queue_;
  std::deque<std::unique_ptr<Errand>> errands_;
  std::size_t wanted_{1};  // items that are worth waking the writer for
  bool ending_{false};

  // The writer's own.
  std::size_t last_batch_{1};
  std::chrono::steady_clock::duration last_took_{};
  std::unique_ptr<Errand> errand_;
  std::thread thread_;
};

}  // namespace holdfast::store::sqlite
