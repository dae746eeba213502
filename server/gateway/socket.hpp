// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "gateway/close_codes.hpp"
#include "io/task.hpp"
#include "wire/frame.hpp"

namespace holdfast::gateway {

/// May a frame wait for others in a busy room, at most limits::kFlushRest?
enum class Haste : std::uint8_t { Now, MayRest };

/// One upgraded WebSocket, without Beast. Lives on: one reactor.
class Socket {
 public:
  virtual ~Socket() = default;
  [[nodiscard]] virtual wire::Subprotocol subprotocol() const = 0;
  /// The next whole data message. The view is valid until the next read. Errors end the socket: TooLarge
  /// (1009 was sent), Malformed (1002, 1003 or 1007 was sent), Ended (closed by the peer or cut).
  virtual io::Task<Result<std::string_view>> read() = 0;
  /// Appends whole frames while `has_room()`; they leave together, once a turn of the reactor.
  virtual void append(const wire::FramePtr& frame, Haste haste) = 0;
  [[nodiscard]] virtual bool has_room() const = 0;
  /// Called each time room comes back after it was gone. Set before the first append; cleared by the owner
  /// when it ends.
  virtual void on_room(std::function<void()> callback) = 0;
  /// The session is signed in: its address no longer counts among the half-open. Repeats are ignored.
  virtual void signed_in() {}
  /// Sends what was appended, then a close frame; ends within limits::kCloseDeadline. Repeats are ignored.
  /// The pending read ends.
  virtual void close(CloseCode code) = 0;
  /// Cuts at once.
  virtual void cut() = 0;
};

/// Who takes upgraded sockets. Lives on: called on the socket's reactor.
class SocketDoor {
 public:
  virtual ~SocketDoor() = default;
  virtual void opened(std::shared_ptr<Socket> socket) = 0;
};

}  // namespace holdfast::gateway
