// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "io/waiter.hpp"
#include "store/postgres/server.hpp"

namespace holdfast::store::postgres {

/// A few threads, each with a connection, that answer questions in the order asked. A connection that broke
/// is made anew and the question asked again, while someone waits for it.
class Readers {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// Who waits: a person, who is answered within in_doubt, or an operator, whose question may take as long as
  /// it must.
  enum class Patience { Person, Operator };
  class Question {
   public:
    virtual ~Question() = default;
    virtual void answer(Connection& db) = 0;
    /// From any thread; whatever comes later is passed over.
    virtual void refuse_with(Error error) = 0;
    [[nodiscard]] virtual bool open() const = 0;
    const Time asked{std::chrono::steady_clock::now()};
    Patience patience{Patience::Person};
  };

  Readers(Server& server, std::size_t threads);
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  /// From any thread. `read(Connection&)` gives a Result<T>. Errors: Busy over limits::kReadQueue,
  /// Unavailable when the server does not answer, Internal when a row cannot be opened or decoded.
  template <class T, class Read>
  void ask(io::Waiter<T> waiter, Read read, Patience patience);
  /// Whoever asked before `before` is told Unavailable.
  void expire(Time before);

 private:
  using QuestionPtr = std::shared_ptr<Question>;
  struct Thread {
    std::unique_ptr<Connection> db;
    QuestionPtr now;  // guarded by mutex_
    std::thread thread;
  };
  void push(QuestionPtr question);
  void run(Thread& self);
  void answer(Thread& self, Question& question);
  [[nodiscard]] bool connected(Thread& self, const Question& question);

  Server& server_;
  std::mutex mutex_;  // guards the queue; held for one push or one take
  std::condition_variable wake_;
  std::deque<QuestionPtr> queue_;
  bool ending_{false};
  std::vector<std::unique_ptr<Thread>> threads_;
};

namespace detail {
template <class T, class Read>
class Asked final : public Readers::Question {
 public:
  Asked(io::Waiter<T> waiter, Read read) : waiter_{std::move(waiter)}, read_{std::move(read)} {}
  void answer(Connection& db) override { give(read_(db)); }
  void refuse_with(Error error) override { give(error); }
  bool open() const override {
    const std::lock_guard lock{mutex_};
    return waiter_.has_value();
  }

 private:
  void give(Result<T> result) {
    std::optional<io::Waiter<T>> waiter;
    {
      const std::lock_guard lock{mutex_};
      waiter.swap(waiter_);
    }
    if (waiter) waiter->answer(std::move(result));
  }
  mutable std::mutex mutex_;
  std::optional<io::Waiter<T>> waiter_;
  Read read_;
};
}  // namespace detail

template <class T, class Read>
void Readers::ask(io::Waiter<T> waiter, Read read, Patience patience) {
  auto question = std::make_shared<detail::Asked<T, Read>>(std::move(waiter), std::move(read));
  question->patience = patience;
  push(std::move(question));
}

}  // namespace holdfast::store::postgres
