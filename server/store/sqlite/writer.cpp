// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <cstdlib>

#include "domain/limits.hpp"
#include "store/sqlite/upkeep.hpp"

namespace holdfast::store::sqlite {

namespace {

using std::chrono::steady_clock;
constexpr auto kIdleTurn = std::chrono::milliseconds{100};

}  // namespace

Writer::Writer(Parts parts) : parts_{std::move(parts)} {
  thread_ = std::thread{[this] { run(); }};
}

Writer::~Writer() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Writer::push(ItemPtr item) {
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() < limits::kCommitQueue) {
      queue_.push_back(std::move(item));
      waiting_.store(queue_.size(), std::memory_order_relaxed);
      if (queue_.size() == wanted_) wake_.notify_one();
      return;
    }
  }
  item->waiter->answer(refuse(Code::Busy, limits::kBusyRetry));
}

void Writer::run_errand(std::unique_ptr<Errand> errand) {
  const std::lock_guard lock{mutex_};
  errands_.push_back(std::move(errand));
  wake_.notify_one();
}

// False when it is over. An empty batch is a turn for upkeep and errands.
bool Writer::take(std::vector<ItemPtr>& batch) {
  std::unique_lock lock{mutex_};
  wanted_ = 1;
  if (queue_.empty() && errands_.empty() && errand_ == nullptr && !ending_) wake_.wait_for(lock, kIdleTurn);
  // Those who were answered together come back together: wait for about as many, at most as long as a commit
  // takes.
  const std::size_t expected = std::min(last_batch_ / 2, limits::kBatch);
  if (!queue_.empty() && queue_.size() < expected && !ending_) {
    wanted_ = expected;
    const auto patience = std::min<steady_clock::duration>(last_took_, limits::kBatchWait);
    wake_.wait_for(lock, patience, [&] { return queue_.size() >= expected || ending_; });
  }
  wanted_ = 1;
  const std::size_t count = std::min(queue_.size(), limits::kBatch);
  for (std::size_t i = 0; i < count; ++i) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  waiting_.store(queue_.size(), std::memory_order_relaxed);
  if (errand_ == nullptr && !errands_.empty()) {
    errand_ = std::move(errands_.front());
    errands_.pop_front();
  }
  return !(ending_ && batch.empty() && errand_ == nullptr);
}

void Writer::step_errand() {
  if (errand_ == nullptr) return;
  try {
    if (errand_->step(*parts_.db) == Errand::Next::Done) errand_.reset();
  } catch (const SqliteError& error) {
    if (error.sync_failed()) std::abort();  // as a failed sync of a commit
    if (parts_.db->in_transaction()) parts_.db->execute("ROLLBACK");
    errand_->waiter->answer(refuse(error.storage() ? Code::Unavailable : Code::Internal));
    errand_.reset();
  }
}

void Writer::run() {
  Committer committer{
      {*parts_.db, parts_.keys, *parts_.ledger, parts_.sink, parts_.clock, parts_.observer, parts_.node}};
  Upkeep upkeep{
      {parts_.path, *parts_.db, committer, parts_.clock, parts_.store, parts_.epoch, parts_.cut_readers}};
  committer.after_erasure([&upkeep] { upkeep.clean_log(); });
  std::vector<ItemPtr> batch;
  while (take(batch)) {
    if (!batch.empty()) {
      const auto began = steady_clock::now();
      last_batch_ = batch.size();
      committer.commit(batch);
      last_took_ = steady_clock::now() - began;
    }
    step_errand();
    upkeep.turn(batch.empty() ? Upkeep::Load::Idle : Upkeep::Load::Busy);
    writable_.store(committer.writable(), std::memory_order_relaxed);
    batch.clear();
  }
  upkeep.end();
}

}  // namespace holdfast::store::sqlite
