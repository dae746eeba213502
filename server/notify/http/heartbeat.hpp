// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <string>

#include "base/secret.hpp"
#include "io/reactor.hpp"
#include "notify/http/http_notifier.hpp"

namespace holdfast::notify {

/// Says outside every limits::kHeartbeat that all is well, and only then: its silence is the alarm (P13).
/// Lives on: one reactor; outlives it.
class Heartbeat {
 public:
  /// `well`: store writable, task runner on time. The notifier's own freshness is asked besides.
  Heartbeat(HttpNotifier& notifier, Secret url, std::function<bool()> well);
  void start(io::Reactor& reactor);
  /// One beat. Gives whether it was sent and heard.
  io::Task<bool> beat();

 private:
  io::Task<void> beat_on();

  HttpNotifier& notifier_;
  Secret url_;
  std::function<bool()> well_;
};

}  // namespace holdfast::notify
