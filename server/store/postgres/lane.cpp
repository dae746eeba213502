// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/lane.hpp"

#include <algorithm>

#include "store/postgres/write.hpp"

namespace holdfast::store::postgres {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kTries = 3;  // of one item against others' locks; then Busy
constexpr auto kFirstPause = milliseconds{20};
constexpr auto kLongestPause = milliseconds{1000};

// What is erased is looked at as it stands in the database, so such an item goes alone.
bool erases(const Item& item) {
  return std::any_of(item.commit.changes.begin(), item.commit.changes.end(), [](const Change& change) {
    return std::holds_alternative<EraseMessage>(change) || std::holds_alternative<EraseConversation>(change);
  });
}

}  // namespace

Lane::Lane(const Parts& parts) : parts_{parts}, incidents_{incident_key(*parts.keys.ring())} {
  thread_ = std::thread{[this] { run(); }};
}

Lane::~Lane() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Lane::push(ItemPtr item) {
  const bool alone = erases(*item);
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() < limits::kCommitQueue) {
      queue_.push_back({std::move(item), steady_clock::now(), alone});
      waiting_.store(queue_.size(), std::memory_order_relaxed);
      if (queue_.size() == wanted_) wake_.notify_one();
      return;
    }
  }
  item->waiter->answer(refuse(Code::Busy, limits::kBusyRetry));
}

void Lane::expire(Time before) {
  std::vector<io::Waiter<Committed>> late;
  {
    const std::lock_guard lock{mutex_};
    for (Waiting& waiting : flight_) {
      if (waiting.asked > before || !waiting.item->waiter) continue;
      late.push_back(std::move(*waiting.item->waiter));
      waiting.item->waiter.reset();
    }
    while (!queue_.empty() && queue_.front().asked <= before) {
      late.push_back(std::move(*queue_.front().item->waiter));
      queue_.pop_front();
    }
    waiting_.store(queue_.size(), std::memory_order_relaxed);
  }
  for (auto& waiter : late) waiter.answer(refuse(Code::Unavailable));
}

// False when it is over.
bool Lane::take() {
  std::unique_lock lock{mutex_};
  wanted_ = 1;
  wake_.wait(lock, [this] { return !queue_.empty() || ending_; });
  // Those who were answered together come back together: wait for about as many, at most as long as a commit
  // takes.
  const std::size_t expected = std::min(last_batch_ / 2, limits::kBatch);
  if (queue_.size() < expected && !ending_) {
    wanted_ = expected;
    const auto patience = std::min<steady_clock::duration>(last_took_, limits::kBatchWait);
    wake_.wait_for(lock, patience, [&] { return queue_.size() >= expected || ending_; });
  }
  while (!queue_.empty() && flight_.size() < limits::kBatch) {
    const bool alone = queue_.front().alone;
    if (alone && !flight_.empty()) break;
    flight_.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  waiting_.store(queue_.size(), std::memory_order_relaxed);
  return !flight_.empty() || !ending_;
}

void Lane::run() {
  static_cast<void>(connected());
  while (take()) {
    if (flight_.empty()) continue;  // all of them were answered meanwhile
    const auto began = steady_clock::now();
    last_batch_ = flight_.size();
    commit();
    last_took_ = steady_clock::now() - began;
  }
}

// Until every item of the flight is answered, and a COMMIT that was sent is no longer in doubt.
void Lane::commit() {
  int tries = 0;  // that the server refused
  while (!flight_.empty()) {
    if (!connected()) {
      if (parts_.server.ending) return refuse_all(Code::Unavailable);
      pause_before_trying_again();
      if (!sent_) drop_the_answered();
      continue;
    }
    if (sent_) return committed();
    drop_the_answered();
    if (flight_.empty()) return;
    switch (attempt()) {
      case Attempt::Done: return;
      case Attempt::Lost: pause_before_trying_again(); break;
      case Attempt::Unable: return refuse_all(Code::Unavailable);
      case Attempt::Passes:
        if (++tries > 1 && flight_.size() > 1) return one_by_one();
        if (tries >= kTries) return refuse_all(Code::Busy);
        break;
      case Attempt::Final:  // once more: a record may have been made elsewhere meanwhile
        if (++tries > 1) return flight_.size() > 1 ? one_by_one() : refuse_all(Code::Internal);
        break;
    }
  }
}

// So that one bad item spoils no other: back to the head of the queue, each for itself.
void Lane::one_by_one() {
  const std::lock_guard lock{mutex_};
  for (; !flight_.empty(); flight_.pop_back()) {
    flight_.back().alone = true;
    if (flight_.back().item->waiter) queue_.push_front(std::move(flight_.back()));
  }
}

Lane::Attempt Lane::attempt() {
  try {
    db_->give_up_at(steady_clock::now() + 3 * parts_.server.in_doubt);
    std::vector<Item*> items;
    for (const Waiting& waiting : flight_) items.push_back(waiting.item.get());
    Facts facts = gather(*db_, items, parts_.keys, parts_.clock.wall());
    Batch batch;
    Answers answers;
    const vault::KeyringPtr ring = parts_.keys.ring();
    for (Item* const item : items) answers.push_back(decide(facts, *item, {ring, *incidents_}, batch));
    parts_.observer.count(Signal::MessageRepeated, batch.repeated);
    if (!batch.wrote) {
      static_cast<void>(db_->ask("ROLLBACK"));
      answer(std::move(answers));
      return Attempt::Done;
    }
    if (!parts_.server.remember(batch.erasures)) {
      static_cast<void>(db_->ask("ROLLBACK"));
      return Attempt::Unable;
    }
    sent_.emplace(Sent{n_ + 1, std::move(batch), std::move(answers)});
    send_batch(*db_, facts, sent_->batch, {parts_.server.node, parts_.number, n_ + 1});
    db_->settle();
  } catch (const PgError& error) {
    return failed(error);
  } catch (const std::exception&) {
    return failed(PgError{"XX001"});  // a key or body of ours that cannot be read
  }
  committed();
  return Attempt::Done;
}

Lane::Attempt Lane::failed(const PgError& error) {
  parts_.observer.count(Signal::CommitFailed);
  Fault fault = error.fault();
  try {
    if (fault != Fault::Lost) db_->recover();
  } catch (const PgError&) {
    fault = Fault::Lost;
  }
  if (fault == Fault::Lost) {
    db_.reset();
    parts_.server.writable = false;
    return Attempt::Lost;  // a batch that was sent stays in doubt
  }
  sent_.reset();  // rolled back
  if (fault == Fault::Passes) return Attempt::Passes;
  if (fault == Fault::Final) return Attempt::Final;
  parts_.server.writable = false;
  return Attempt::Unable;
}

// The batch that was sent is durable: published first, then answered.
void Lane::committed() {
  n_ = sent_->n;
  failures_ = 0;
  parts_.server.writable = true;
  adopt_keys();
  parts_.observer.count(Signal::MessageCommitted, sent_->batch.messages.size());
  publish(sent_->batch);
  Answers answers = std::move(sent_->answers);
  sent_.reset();
  answer(std::move(answers));
}

void Lane::publish(Batch& batch) {
  auto events = std::make_shared<EventBatch>();
  events->lane = parts_.number;
  events->n = n_;
  events->events = std::move(batch.events);
  parts_.sink.publish(std::move(events));
}

void Lane::adopt_keys() {
  for (std::size_t i = 0; i < flight_.size(); ++i) {
    const Result<Committed>& result = sent_->answers[i];
    if (!result || result->outcome != Outcome::Committed) continue;
    for (NewKey& fresh : flight_[i].item->keys) parts_.keys.put(fresh.conversation, fresh.key);
  }
  for (const Erasure& erasure : sent_->batch.erasures) {
    if (!erasure.seq) parts_.keys.forget(erasure.conversation);
  }
}

void Lane::answer(Answers answers) {
  std::vector<Waiting> done;
  {
    const std::lock_guard lock{mutex_};
    done.swap(flight_);
  }
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (done[i].item->waiter) done[i].item->waiter->answer(std::move(answers[i]));
  }
}

void Lane::refuse_all(Code code) {
  const Error error = code == Code::Busy ? refuse(code, limits::kBusyRetry) : refuse(code);
  answer(Answers(flight_.size(), Result<Committed>{error}));
}

// They were told Unavailable: what was not sent for them need not be.
void Lane::drop_the_answered() {
  const std::lock_guard lock{mutex_};
  std::erase_if(flight_, [](const Waiting& waiting) { return !waiting.item->waiter; });
}

void Lane::pause_before_trying_again() {
  const auto pause = std::min<milliseconds>(kFirstPause * (1 << std::min(failures_, 6)), kLongestPause);
  ++failures_;
  std::unique_lock lock{mutex_};
  wake_.wait_for(lock, pause, [this] { return ending_; });
}

bool Lane::connected() {
  if (db_) return true;
  std::string why;
  db_ = connect(parts_.server, "lane " + std::to_string(parts_.number), why);
  if (db_ && !begin()) db_.reset();
  if (!db_) parts_.server.writable = false;
  return db_ != nullptr;
}

// An earlier session of this lane may still be at work: it is ended, and waited for by a lock that every
// session of the lane holds. The row written then is also a fence: where a standby must confirm, it confirms
// all that was committed before. After that the log tells whether the batch in doubt was committed.
bool Lane::begin() {
  const NodeId node = parts_.server.node;
  const auto key = static_cast<std::int64_t>(node.get() ^ (std::uint64_t{parts_.number} << 56U));
  try {
    static_cast<void>(
        db_->ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name="
                 "current_setting('application_name') AND usename=current_user AND pid<>pg_backend_pid()"));
    static_cast<void>(db_->ask("SELECT pg_advisory_lock($1)", key));
    static_cast<void>(
        db_->ask("INSERT INTO lane VALUES($1,$2,store_time($3)) ON CONFLICT(node, lane) DO UPDATE SET"
                 " began=excluded.began",
                 node, parts_.number, parts_.clock.wall()));
    Rows last =
        db_->ask("SELECT coalesce(max(n),0) FROM commit_log WHERE node=$1 AND lane=$2", node, parts_.number);
    const std::uint64_t stored = last.row() ? last.at<std::uint64_t>(0) : 0;
    if (sent_ && stored < sent_->n) sent_.reset();
    if (!sent_) n_ = std::max(n_, stored);
    return true;
  } catch (const PgError&) {
    return false;
  }
}

}  // namespace holdfast::store::postgres
