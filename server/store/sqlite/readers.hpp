// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/waiter.hpp"
#include "store/sqlite/connection.hpp"

namespace holdfast::store::sqlite {

/// A few threads, each with a read-only connection, that answer questions in the order asked. They hold no
/// transaction between two questions, so that the log can be emptied.
class Readers {
 public:
  class Question {
   public:
    virtual ~Question() = default;
    virtual void answer(Connection& db) = 0;
    virtual void refuse_with(Error error) = 0;
  };

  Readers(const std::string& path, std::size_t threads);
  ~Readers();
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  /// From any thread. `read(Connection&)` gives a Result<T>. Errors: Busy over limits::kReadQueue,
  /// Unavailable when the file cannot be read, Internal when a row cannot be opened or decoded.
  template <class T, class Read>
  void ask(io::Waiter<T> waiter, Read read);
  /// From any thread: what is being read now ends with Unavailable.
  void cut();

 private:
  struct Thread {
    Connection db;
    std::mutex mutex;  // guards `reading`, so that a cut never hits the next question
    bool reading{false};
    std::thread thread;
    explicit Thread(const std::string& path) : db{path, Connection::Mode::ReadOnly} {}
  };
  void push(std::unique_ptr<Question> question);
  void run(Thread& self);
  void answer(Thread& self, Question& question);

  std::mutex mutex_;  // guards the queue; held for one push or one take
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Question>> queue_;
  bool ending_{false};
  std::vector<std::unique_ptr<Thread>> threads_;
};

namespace detail {
template <class T, class Read>
class Asked final : public Readers::Question {
 public:
  Asked(io::Waiter<T> waiter, Read read) : waiter_{std::move(waiter)}, read_{std::move(read)} {}
  void answer(Connection& db) override { waiter_.answer(read_(db)); }
  void refuse_with(Error error) override { waiter_.answer(error); }

 private:
  io::Waiter<T> waiter_;
  Read read_;
};
}  // namespace detail

template <class T, class Read>
void Readers::ask(io::Waiter<T> waiter, Read read) {
  push(std::make_unique<detail::Asked<T, Read>>(std::move(waiter), std::move(read)));
}

}  // namespace holdfast::store::sqlite
