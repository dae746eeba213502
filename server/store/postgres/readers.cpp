// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/readers.hpp"

namespace holdfast::store::postgres {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kLongWork = std::chrono::hours{6};  // a whole database is read
constexpr auto kPause = milliseconds{50};                  // between two tries to connect

}  // namespace

Readers::Readers(Server& server, std::size_t threads) : server_{server} {
  for (std::size_t i = 0; i < threads; ++i) threads_.push_back(std::make_unique<Thread>());
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

void Readers::push(QuestionPtr question) {
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

void Readers::expire(Time before) {
  std::vector<QuestionPtr> late;
  const auto is_late = [before](const Question& question) {
    return question.asked <= before && question.patience == Patience::Person;
  };
  {
    const std::lock_guard lock{mutex_};
    for (const auto& thread : threads_) {
      if (thread->now && is_late(*thread->now)) late.push_back(thread->now);
    }
    while (!queue_.empty() && is_late(*queue_.front())) {
      late.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
  }
  for (const QuestionPtr& question : late) question->refuse_with(refuse(Code::Unavailable));
}

void Readers::run(Thread& self) {
  for (;;) {
    QuestionPtr question;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      question = std::move(queue_.front());
      queue_.pop_front();
      self.now = question;
    }
    answer(self, *question);
    const std::lock_guard lock{mutex_};
    self.now.reset();
  }
}

bool Readers::connected(Thread& self, const Question& question) {
  while (!self.db && question.open() && !server_.ending) {
    std::string why;
    self.db = connect(server_, "reader", why);
    if (!self.db) std::this_thread::sleep_for(kPause);
  }
  return self.db != nullptr;
}

void Readers::answer(Thread& self, Question& question) {
  while (question.open()) {
    if (!connected(self, question)) return question.refuse_with(refuse(Code::Unavailable));
    try {
      const bool person = question.patience == Patience::Person;
      self.db->give_up_at(steady_clock::now() + (person ? server_.in_doubt : kLongWork));
      return question.answer(*self.db);
    } catch (const PgError& error) {
      if (error.fault() == Fault::Lost) {
        self.db.reset();
        continue;
      }
      question.refuse_with(refuse(error.fault() == Fault::Final ? Code::Internal : Code::Unavailable));
    } catch (const std::exception&) {
      question.refuse_with(refuse(Code::Internal));
    }
    try {
      self.db->recover();
    } catch (const PgError&) {
      self.db.reset();
    }
  }
}

}  // namespace holdfast::store::postgres
