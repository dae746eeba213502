// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

namespace holdfast {

/// What rooms without a logger report; `ops` turns each into a counter and, where it says so, a log line.
enum class Signal : std::uint8_t {
  MessageCommitted,
  MessageRepeated,
  PostConflict,
  CommitFailed,
  FlagRaised,
  EscalationOpened,
  EscalationStep,
  NotificationSent,
  NotificationFailed,
  UndurableAlarm,
  TaskLate,
  ReplyForgotten,  // a bug: a request that nobody answered
  SessionLagging,
  SlowSessionClosed,
  GapRepaired,
  Escaped,  // a bug: an exception that left a coroutine
  kCount,
};

/// Counts; called from any thread, never blocks, never allocates.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void count(Signal signal, std::uint64_t times = 1) noexcept = 0;
};

class NoObserver final : public Observer {
 public:
  void count(Signal, std::uint64_t) noexcept override {}
};

}  // namespace holdfast
