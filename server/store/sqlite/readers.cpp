// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/readers.hpp"

#include "domain/limits.hpp"

namespace holdfast::store::sqlite {

Readers::Readers(const std::string& path, std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.push_back(std::make_unique<Thread>(path));
    threads_.back()->db.execute("PRAGMA query_only=ON; PRAGMA cache_size=-4096; PRAGMA temp_store=MEMORY;");
  }
  for (auto& thread : threads_) {
    Thread* const self = thread.get();
    self->thread = std::thread{[this, self] { run(*self); }};
  }
}

Readers::~Readers() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread->thread.join();
}

void Readers::push(std::unique_ptr<Question> question) {
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() < limits::kReadQueue) {
      queue_.push_back(std::move(question));
      wake_.notify_one();
      return;
    }
  }
  question->refuse_with(refuse(Code::Busy, limits::kBusyRetry));
}

void Readers::cut() {
  for (auto& thread : threads_) {
    const std::lock_guard lock{thread->mutex};
    if (thread->reading) thread->db.interrupt();
  }
}

void Readers::run(Thread& self) {
  for (;;) {
    std::unique_ptr<Question> question;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      question = std::move(queue_.front());
      queue_.pop_front();
    }
    answer(self, *question);
  }
}

void Readers::answer(Thread& self, Question& question) {
  {
    const std::lock_guard lock{self.mutex};
    self.reading = true;
  }
  std::optional<Error> failed;
  try {
    question.answer(self.db);
  } catch (const SqliteError& error) {
    failed = refuse(error.storage() ? Code::Unavailable : Code::Internal);
  } catch (const std::exception&) {
    failed = refuse(Code::Internal);
  }
  {
    const std::lock_guard lock{self.mutex};
    self.reading = false;
  }
  if (failed) question.refuse_with(*failed);
}

}  // namespace holdfast::store::sqlite
