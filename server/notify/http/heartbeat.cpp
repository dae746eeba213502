// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "notify/http/heartbeat.hpp"

#include <utility>

#include "io/waiter.hpp"

namespace holdfast::notify {

Heartbeat::Heartbeat(HttpNotifier& notifier, Secret url, std::function<bool()> well)
    : notifier_{notifier}, url_{std::move(url)}, well_{std::move(well)} {}

void Heartbeat::start(io::Reactor& reactor) {
  if (!url_.empty()) io::spawn(reactor, beat_on());
}

io::Task<bool> Heartbeat::beat() {
  if (!well_() || !notifier_.fresh()) co_return false;
  std::string url = url_.reveal();
  const auto heard = co_await notifier_.ask(std::move(url));
  co_return heard.has_value();
}

io::Task<void> Heartbeat::beat_on() {
  constexpr auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(limits::kHeartbeat);
  for (;;) {
    co_await beat();
    co_await io::sleep_for(pause);
  }
}

}  // namespace holdfast::notify
