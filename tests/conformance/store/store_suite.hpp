// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/observe.hpp"
#include "store/store.hpp"
#include "support/manual_clock.hpp"
#include "support/run.hpp"

namespace holdfast::tests {

/// Keeps what a store published. Can hold the committer inside `publish`, as a slow bus would.
class Published final : public store::EventSink {
 public:
  void publish(std::shared_ptr<const store::EventBatch> batch) override;
  [[nodiscard]] std::vector<std::shared_ptr<const store::EventBatch>> batches() const;
  /// All events in commit order.
  [[nodiscard]] std::vector<domain::Event> events() const;
  void hold();
  void release();
  /// Until `publish` is being held.
  void wait_until_held();

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<const store::EventBatch>> batches_;
  bool hold_{false};
  bool held_{false};
};

/// Where a store under test lives: survives reopening.
class StoreHome {
 public:
  virtual ~StoreHome() = default;
  virtual std::unique_ptr<store::Store> open(store::EventSink& sink, const Clock& clock,
                                             Observer& observer) = 0;
  /// Names every file that holds what was committed, as bytes.
  virtual std::string everything_stored() = 0;
};
using MakeHome = std::function<std::unique_ptr<StoreHome>()>;

struct StoreKind {
  const char* name;
  MakeHome make;
};

class StoreSuite : public testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override;
  void TearDown() override;
  void reopen();
  void close();

  store::Store& store() { return *store_; }
  store::CommitResult commit(store::Commit item);
  template <class T>
  T run(io::Task<T> task) {
    return runner_.run(std::move(task));
  }
  /// The value of a read that must not fail.
  template <class T>
  T read(io::Task<Result<T>> task) {
    auto result = runner_.run(std::move(task));
    EXPECT_TRUE(result) << name_of(result.error().code);
    return result ? std::move(*result) : T{};
  }
  /// Starts commits together on one reactor, in order; gives the results in the same order.
  std::vector<store::CommitResult> commit_together(std::vector<store::Commit> items);

  /// A new conversation, committed.
  ConversationId a_conversation();
  [[nodiscard]] std::vector<domain::MessagePtr> messages(ConversationId conversation);
  [[nodiscard]] std::vector<std::string> texts(ConversationId conversation);

  std::unique_ptr<StoreHome> home_;
  ManualClock clock_;
  NoObserver observer_;
  Published published_;
  Runner runner_;
  std::unique_ptr<store::Store> store_;
};

// Builders: valid defaults, the test states what matters.
[[nodiscard]] ClientMessageId client_id(std::uint64_t n);
[[nodiscard]] domain::Conversation conversation_record(ConversationId id);
[[nodiscard]] store::Append text(ConversationId conversation, PersonId author, std::uint64_t client,
                                 std::string words);
template <class... Changes>
[[nodiscard]] store::Commit item(Changes... changes) {
  store::Commit made;
  (made.changes.emplace_back(std::move(changes)), ...);
  return made;
}
[[nodiscard]] Code code_of(const store::CommitResult& result);

inline const PersonId kAda{101};
inline const PersonId kBen{102};
inline const OrganisationId kLine{7};

}  // namespace holdfast::tests
