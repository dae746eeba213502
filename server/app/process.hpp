// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>

namespace holdfast::app {

/// What no secret survives without: no core dumps, no other user's debugger, files of this user only; a
/// broken pipe is an error code; as many descriptors as the system lets us have. First thing in main.
void harden_process();

/// The signals a server lives by, taken by one thread and blocked in all it starts.
enum class Wake : std::uint8_t { Nothing, Leave, Reload };
class Signals {
 public:
  /// Before any thread is started.
  Signals();
  /// Waits for the next one, at most this long.
  [[nodiscard]] Wake wait(std::chrono::milliseconds most);
};

/// Tells systemd (NOTIFY_SOCKET, sd_notify(3)) if it is there: "READY=1", "STOPPING=1".
void tell_service_manager(const char* state);

}  // namespace holdfast::app
