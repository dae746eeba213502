// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/committer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>

#include "store/sealed/bytes.hpp"
#include "store/sqlite/escalations.hpp"

namespace holdfast::store::sqlite {

Committer::Committer(const Parts& parts)
    : parts_{parts}, heads_{parts.db}, incidents_{incident_key(*parts.keys.ring())} {
  Query query{parts_.db, "SELECT max(id) FROM commit_log"};
  if (query.row()) log_id_ = query.integer(0);
}

void Committer::commit(std::vector<ItemPtr>& items) {
  heads_.trim();
  Answers answers;
  answers.reserve(items.size());
  Attempt outcome = attempt(items, answers);
  if (outcome == Attempt::Broken && items.size() > 1) {
    for (ItemPtr& item : items) {
      std::vector<ItemPtr> alone;
      alone.push_back(std::move(item));
      commit(alone);
    }
    return;
  }
  if (outcome != Attempt::Done) {
    const Error error = refuse(outcome == Attempt::Storage ? Code::Unavailable : Code::Internal);
    answers.assign(items.size(), Result<Committed>{error});
  }
  for (std::size_t i = 0; i < items.size(); ++i) items[i]->waiter->answer(std::move(answers[i]));
}

Committer::Attempt Committer::attempt(std::vector<ItemPtr>& items, Answers& answers) {
  Batch batch;
  batch.now = parts_.clock.wall();
  try {
    run(parts_.db, "BEGIN IMMEDIATE");
    fill(items, answers, batch);
    if (!batch.wrote) {
      run(parts_.db, "ROLLBACK");
      return Attempt::Done;
    }
    seal_transaction(batch);
    run(parts_.db, "COMMIT");
  } catch (const SqliteError& error) {
    give_up(items);
    return failed(error.code());
  } catch (const std::exception&) {
    give_up(items);
    return failed(SQLITE_ERROR);
  }
  writable_ = true;
  adopt_keys(items, answers, batch);
  erased_ = erased_ || !batch.erasures.empty();
  parts_.observer.count(Signal::MessageCommitted, batch.stored);
  parts_.observer.count(Signal::MessageRepeated, batch.repeated);
  publish(batch);
  if (erased_ && clean_) clean_();
  return Attempt::Done;
}

void Committer::fill(std::vector<ItemPtr>& items, Answers& answers, Batch& batch) {
  Rows rows{parts_.db, heads_, parts_.keys, *incidents_};
  for (ItemPtr& item : items) {
    Decision decision = decide(rows, *item);
    if (decision.refused) {
      answers.emplace_back(*decision.refused);
    } else if (decision.repeat) {
      ++batch.repeated;
      answers.emplace_back(std::move(*decision.repeat));
    } else {
      answers.emplace_back(write(rows, *item, batch));
    }
  }
}

// The ledger first: an erasure that is durable only in the database would be lost with it.
void Committer::seal_transaction(Batch& batch) {
  std::sort(batch.touched.begin(), batch.touched.end());
  batch.touched.erase(std::unique(batch.touched.begin(), batch.touched.end()), batch.touched.end());
  std::string heads;
  for (const ConversationId conversation : batch.touched) {
    append_u64(heads, conversation.get());
    append_u64(heads, heads_.of(conversation).seq.get());
  }
  run(parts_.db, "INSERT INTO commit_log VALUES(?1,?2,0,?3,?4,?5)", log_id_ + 1, parts_.node, n_ + 1,
      batch.now, heads);
  if (!batch.erasures.empty() && !parts_.ledger.append(batch.erasures)) throw SqliteError{SQLITE_IOERR_WRITE};
}

void Committer::publish(Batch& batch) {
  ++log_id_;
  ++n_;
  auto events = std::make_shared<EventBatch>();
  events->n = n_;
  events->events = std::move(batch.events);
  parts_.sink.publish(std::move(events));
}

void Committer::adopt_keys(std::vector<ItemPtr>& items, const Answers& answers, const Batch& batch) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!answers[i] || answers[i]->outcome != Outcome::Committed) continue;
    for (NewKey& fresh : items[i]->keys) parts_.keys.put(fresh.conversation, std::move(fresh.key));
  }
  for (const Erasure& erasure : batch.erasures) {
    if (!erasure.seq) parts_.keys.forget(erasure.conversation);
  }
}

// Memory is ahead of the database now, and a key that was read inside the transaction may never have been
// stored.
void Committer::give_up(const std::vector<ItemPtr>& items) {
  if (parts_.db.in_transaction()) sqlite3_exec(parts_.db.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
  heads_.forget_all();
  for (const ItemPtr& item : items) {
    for (const NewKey& fresh : item->keys) parts_.keys.forget(fresh.conversation);
  }
}

Committer::Attempt Committer::failed(int code) {
  parts_.observer.count(Signal::CommitFailed);
  const SqliteError error{code};
  if (error.sync_failed()) std::abort();
  if (!error.storage()) return Attempt::Broken;
  writable_ = false;
  return Attempt::Storage;
}

}  // namespace holdfast::store::sqlite
