// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/async_result.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "io/reactor.hpp"
#include "io/task.hpp"

namespace holdfast::io {

/// The other end of a coroutine that waits for a `Result<T>` made elsewhere: exactly one answer reaches it,
/// on its own reactor. Dropped unanswered, it answers Internal (a reply is owed). Move-only; `answer` may
/// come from any thread.
template <class T>
class Waiter {
 public:
  struct Resume {
    virtual ~Resume() = default;
    virtual void resume(Result<T> result) = 0;
  };

  Waiter(Reactor& reactor, std::unique_ptr<Resume> resume) : reactor_{&reactor}, resume_{std::move(resume)} {}
  Waiter(Waiter&&) noexcept = default;
  Waiter& operator=(Waiter&&) noexcept = default;
  ~Waiter() {
    if (resume_) answer(refuse(Code::Internal));
  }

  void answer(Result<T> result) {
    if (!resume_) return;
    reactor_->mail(Mail{[resume = std::move(resume_), result = std::move(result)]() mutable {
      resume->resume(std::move(result));
    }});
  }

 private:
  Reactor* reactor_;
  std::unique_ptr<Resume> resume_;
};

namespace detail {
template <class T, class Handler>
struct ResumeHandler final : Waiter<T>::Resume {
  explicit ResumeHandler(Handler h) : handler{std::move(h)} {}
  void resume(Result<T> result) override { std::move(handler)(std::move(result)); }
  Handler handler;
};
}  // namespace detail

/// Suspends the coroutine, calls `start(Waiter<T>)` once, resumes with what the waiter is given. Must run on
/// a reactor. Cost: one allocation for the continuation, one for the mail.
template <class T, class Start>
Task<Result<T>> wait_for(Start start) {
  Reactor* const reactor = Reactor::current();
  auto initiate = [reactor](auto handler, auto begin) {
    using Handler = decltype(handler);
    begin(Waiter<T>{*reactor, std::make_unique<detail::ResumeHandler<T, Handler>>(std::move(handler))});
  };
  auto operation = asio::async_initiate<const asio::deferred_t, void(Result<T>)>(
      std::move(initiate), asio::deferred, std::move(start));
  Result<T> result = co_await std::move(operation);
  co_return result;
}

/// Resumes after `wait`, on the same reactor.
Task<void> sleep_for(std::chrono::milliseconds wait);

}  // namespace holdfast::io
