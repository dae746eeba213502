// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/waiter.hpp"

#include <boost/asio/steady_timer.hpp>

namespace holdfast::io {

Task<void> sleep_for(std::chrono::milliseconds wait) {
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                             Executor>
      timer{Reactor::current()->executor(), wait};
  auto result = co_await timer.async_wait(asio::as_tuple(asio::deferred));
  static_cast<void>(result);
}

}  // namespace holdfast::io
