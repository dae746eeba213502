// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/counters.hpp"

namespace holdfast::ops {

const SignalName& name_of(Signal signal) noexcept {
  static constexpr std::array<SignalName, kSignals> kNames{{
      {"holdfast_messages_committed_total", "Messages made durable", Severity::Debug},
      {"holdfast_messages_repeated_total", "Sends answered from an earlier commit", Severity::Debug},
      {"holdfast_post_conflicts_total", "Posts decided again because facts changed", Severity::Debug},
      {"holdfast_commit_failures_total", "Commits the store could not make", Severity::Error},
      {"holdfast_flags_raised_total", "Messages judged watch or above", Severity::Debug},
      {"holdfast_escalations_opened_total", "Escalations opened", Severity::Info},
      {"holdfast_escalation_steps_total", "Rungs climbed without an answer", Severity::Info},
      {"holdfast_notifications_sent_total", "Outside notifications taken by their receiver", Severity::Info},
      {"holdfast_notifications_failed_total", "Outside notifications not taken", Severity::Error},
      {"holdfast_undurable_alarms_total", "Crisis texts alarmed although their commit failed",
       Severity::Error},
      {"holdfast_tasks_late_total", "Durable tasks that ran more than 2 s late", Severity::Warning},
      {"holdfast_replies_forgotten_total", "Requests nobody answered: a bug", Severity::Error},
      {"holdfast_sessions_lagging_total", "Conversations marked lagging for a session", Severity::Debug},
      {"holdfast_sessions_too_slow_total", "Sessions closed because their urgent lane was full",
       Severity::Debug},
      {"holdfast_gaps_repaired_total", "Events the bus lost, read from the store", Severity::Warning},
      {"holdfast_escaped_exceptions_total", "Exceptions that left a task: a bug", Severity::Error},
  }};
  return kNames[static_cast<std::size_t>(signal)];
}

void Counters::report(Log& log) {
  for (std::size_t i = 0; i < kSignals; ++i) {
    const std::uint64_t now = counts_[i].load(std::memory_order_relaxed);
    const SignalName& name = name_of(static_cast<Signal>(i));
    if (now != reported_[i] && name.severity != Severity::Debug) {
      log.write(name.severity, name.metric, {{"times", now - reported_[i]}, {"total", now}});
    }
    reported_[i] = now;
  }
}

}  // namespace holdfast::ops
