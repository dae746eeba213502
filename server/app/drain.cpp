// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <cstdlib>

#include "app/rooms.hpp"

namespace holdfast::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 20ms;           // how often leaving looks whether people have left
constexpr auto kLastConnections = 3s;  // for answers on their way and connections that were cut

}  // namespace

/// P12, in reverse order of the building. Whoever manages this service waits 30 s + 5 s.
void App::drain(Signals& signals) {
  Rooms& r = *rooms_;
  // 1. No new people: readiness says so at once, nothing more is accepted.
  leaving_ = true;
  tell_service_manager("STOPPING=1");
  r.log.write(ops::Severity::Info, "draining", {{"sessions", r.sessions->live()}});
  r.public_server->stop_accepting();

  // 2. Those who are here hear when to come back, and have until then to finish what they are sending.
  r.sessions->drain(config_.reconnect_window);
  wait_until(signals, config_.drain + 1s, [&r] { return r.sessions->live() == 0; });

  // 3. Nothing new falls due here; what runs is finished or its claim runs out.
  r.tasks->stop();

  // 4. The doors: what is left of connections is cut.
  for (const auto& server : {&r.public_server, &r.operator_server, &r.administration_server}) {
    (*server)->stop_accepting();
    (*server)->cut_all();
  }
  wait_until(signals, kLastConnections, [&r] {
    return r.public_server->live() + r.operator_server->live() + r.administration_server->live() == 0;
  });

  // 5. What waits for an answer of these still has its reactor; then the reactors stop, and the rooms are
  // destroyed
  //    from the last built to the first.
  r.reactors->stop_and_join();
  r.log.write(ops::Severity::Info, "left");
}

void App::wait_until(Signals& signals, std::chrono::milliseconds most, const std::function<bool()>& done) {
  const Steady end = rooms_->clock.steady() + most;
  while (!done() && rooms_->clock.steady() < end) {
    if (signals.wait(kLook) != Wake::Leave) continue;
    // Told twice: whatever was acknowledged is durable, whatever was not will be sent again.
    std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace holdfast::app
