// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/postgres/decide.hpp"
#include "store/postgres/server.hpp"

namespace holdfast::store::postgres {

/// One connection that commits: takes what waits, decides and writes it in one transaction, publishes,
/// answers. Its thread may wait for the server as long as it must; `expire` answers those who cannot.
class Lane {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Parts {
    Server& server;
    KeyCache& keys;
    EventSink& sink;
    const Clock& clock;
    Observer& observer;
    std::uint32_t number{0};
  };
  explicit Lane(const Parts& parts);
  ~Lane();
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// From any thread. Items are committed in the order pushed. Busy over limits::kCommitQueue.
  void push(ItemPtr item);
  /// From the watch's thread: whoever asked before `before` is told Unavailable; what is in flight may still
  /// be committed.
  void expire(Time before);
  /// Items that wait, a moment ago. From any thread.
  [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    ItemPtr item;
    Time asked;
    bool alone{false};  // in a transaction of its own
  };
  using Answers = std::vector<Result<Committed>>;
  /// A batch whose COMMIT was sent and not answered.
  struct Sent {
    std::uint64_t n{0};
    Batch batch;
    Answers answers;
  };
  enum class Attempt { Done, Lost, Passes, Unable, Final };

  void run();
  [[nodiscard]] bool take();
  void commit();
  void one_by_one();
  [[nodiscard]] Attempt attempt();
  [[nodiscard]] Attempt failed(const PgError& error);
  void committed();
  void publish(Batch& batch);
  void adopt_keys();
  void answer(Answers answers);
  void refuse_all(Code code);
  void drop_the_answered();
  [[nodiscard]] bool connected();
  [[nodiscard]] bool begin();
  void pause_before_trying_again();

  Parts parts_;
  vault::DataKeyPtr incidents_;

  std::mutex mutex_;  // guards queue, flight's waiters and times, the flags below
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  std::atomic<std::size_t> waiting_{0};  // its size, for those who do not take the mutex
  std::vector<Waiting> flight_;          // grown and shrunk by the lane's thread only, under the mutex
  std::size_t wanted_{1};                // items that are worth waking the lane for
  bool ending_{false};

  // The lane's thread's own.
  std::unique_ptr<Connection> db_;
  std::uint64_t n_{0};  // of the last batch known to be committed
  std::optional<Sent> sent_;
  std::size_t last_batch_{1};
  std::chrono::steady_clock::duration last_took_{};
  int failures_{0};
  std::thread thread_;
};

}  // namespace holdfast::store::postgres
