// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "io/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "io/reactor.hpp"

namespace holdfast::io {

void spawn(Reactor& reactor, Task<void> task) {
  Observer& observer = reactor.observer();
  asio::co_spawn(reactor.executor(), std::move(task), [&observer](std::exception_ptr escaped) {
    if (escaped) observer.count(Signal::Escaped);
  });
}

}  // namespace holdfast::io
