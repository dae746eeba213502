// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <functional>
#include <memory>
#include <string>

#include "address.hpp"

namespace holdfast::sdk {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;
using Plain = boost::beast::basic_stream<asio::ip::tcp, Executor>;
using Encrypted = asio::ssl::stream<Plain>;

inline constexpr auto kToken = asio::as_tuple(asio::deferred);

/// Calls `expire` once, unless it is destroyed first.
class Deadline {
 public:
  Deadline(asio::io_context& context, std::chrono::milliseconds wait, std::function<void()> expire);
  ~Deadline() { timer_->cancel(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  std::shared_ptr<asio::steady_timer> timer_;
};

/// Resolves and connects; false with the step that failed in `why`.
Task<bool> connect(asio::io_context& context, Plain& plain, Address address, std::string& why);
/// The authorities to trust: a PEM file, or the system's when empty. False when they cannot be read.
[[nodiscard]] bool trust(asio::ssl::context& authorities, const std::string& ca_file, std::string& why);
/// Connects and shakes hands; the certificate must be for the address's host.
Task<bool> connect(asio::io_context& context, Encrypted& encrypted, Address address, std::string& why);

}  // namespace holdfast::sdk
