// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "transport.hpp"

namespace holdfast::sdk {

/// One WebSocket to the server, plain or TLS, binary subprotocol. Lives on: its io_context's thread.
class Socket {
 public:
  struct Tls {
    std::string ca_file;  // empty: the system's authorities
  };
  /// Connects, upgrades, all within `deadline`; gives null when it cannot be done (`why` says which step
  /// failed).
  static Task<std::shared_ptr<Socket>> open(asio::io_context& context, Address address, Tls tls,
                                            std::chrono::milliseconds deadline, std::string& why);
  virtual ~Socket() = default;

  /// The next whole message; empty when the socket has ended.
  virtual Task<std::string> read() = 0;
  /// Queues; messages leave in order.
  virtual void write(std::string message) = 0;
  /// Bytes queued and not yet taken by the kernel.
  [[nodiscard]] virtual std::size_t backlog() const = 0;
  /// After the end: the close code, 0 when it was cut.
  [[nodiscard]] virtual std::uint16_t close_code() const = 0;
  virtual void close() = 0;
  /// Ends at once; the pending read gives empty.
  virtual void cut() = 0;
};

}  // namespace holdfast::sdk
