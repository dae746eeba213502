// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "notify/http/http_notifier.hpp"

#include <memory>
#include <utility>

#include "io/waiter.hpp"
#include "notify/http/body.hpp"

namespace holdfast::notify {

HttpNotifier::HttpNotifier(Secret key, const Clock& clock, Transfers::Options options)
    : key_{std::move(key)}, clock_{clock}, transfers_{options} {}

io::Task<Result<void>> HttpNotifier::send(Notification notification) {
  Transfers::Exchange out;
  out.body = body_of(notification);
  out.headers = {"Content-Type: application/json",
                 "X-Holdfast-Signature: " + signature_of(key_.reveal(), clock_.wall(), out.body)};
  out.url = std::move(notification.url);
  auto sent = co_await exchange(std::move(out));
  co_return sent;
}

io::Task<Result<void>> HttpNotifier::ask(std::string url) {
  Transfers::Exchange out;
  out.url = std::move(url);
  auto asked = co_await exchange(std::move(out));
  co_return asked;
}

io::Task<Result<void>> HttpNotifier::exchange(Transfers::Exchange exchange) {
  auto begin = [this, out = std::move(exchange)](io::Waiter<bool> waiter) mutable {
    // std::function wants a copyable callable; the waiter is not.
    auto shared = std::make_shared<io::Waiter<bool>>(std::move(waiter));
    out.ended = [shared](Result<void> result) {
      if (result) {
        shared->answer(true);
      } else {
        shared->answer(result.error());
      }
    };
    if (!transfers_.start(std::move(out))) shared->answer(refuse(Code::Unavailable));
  };
  auto ended = co_await io::wait_for<bool>(std::move(begin));
  if (!ended) co_return ended.error();
  co_return Result<void>{};
}

bool HttpNotifier::fresh() const {
  return std::chrono::steady_clock::now() - transfers_.turned() < limits::kNotifyStuck;
}

}  // namespace holdfast::notify
