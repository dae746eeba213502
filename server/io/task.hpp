// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace holdfast::io {

namespace asio = boost::asio;

/// The one concrete executor: a type-erased one costs 5-10 %.
using Executor = asio::io_context::executor_type;

/// A coroutine on one reactor. Rules of use (GCC 12.2, Boost 1.81) stand in docs/coroutines.md; the short
/// form: named functions, by-value parameters, one `co_await` a statement with named operands, no lambdas
/// with captures.
template <class T>
using Task = asio::awaitable<T, Executor>;

class Reactor;

/// Starts a task on its reactor's thread, from any thread. What escapes it is counted as Signal::Escaped and
/// logged without content; it ends nothing else.
void spawn(Reactor& reactor, Task<void> task);

}  // namespace holdfast::io
