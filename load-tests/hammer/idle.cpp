// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// People who sign in and say nothing: what connecting costs, what each holds in memory, what is left when
/// all have gone.
#include <thread>

#include "hammer/frames.hpp"
#include "hammer/meters.hpp"
#include "hammer/plan.hpp"

#include "hammer/fleet.hpp"

namespace holdfast::load {

namespace {

using std::chrono::steady_clock;

/// The memory once it no longer moves: sockets and timers go some turns after their owner.
Memory settled(pid_t server) {
  Memory last = memory_of(server);
  for (int still = 0; still < 5;) {
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    const Memory now = memory_of(server);
    still = now.own == last.own ? still + 1 : 0;
    last = now;
  }
  return last;
}

}  // namespace

boost::json::object idle(const Plan& plan) {
  Fleet fleet{plan.target};
  const std::vector<std::string>& all = plan.seekers;
  const std::size_t first = all.size() / 4;  // what is allocated once is not a session's
  static_cast<void>(fleet.connect({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first)}));
  const Memory before = settled(plan.server);
  const double cpu_before = cpu_seconds(plan.server);
  const auto began = steady_clock::now();
  static_cast<void>(fleet.connect({all.begin() + static_cast<std::ptrdiff_t>(first), all.end()}));
  const double took = std::chrono::duration<double>(steady_clock::now() - began).count();
  const auto sessions = static_cast<double>(all.size() - first);
  const double cpu = cpu_seconds(plan.server) - cpu_before;
  const Memory full = settled(plan.server);
  fleet.leave();
  const Memory after = settled(plan.server);
  static_cast<void>(fleet.connect(all));
  const Memory again = settled(plan.server);
  boost::json::object out;
  out["sessions"] = all.size();
  out["connects_per_second"] = sessions / took;
  out["connects_per_cpu_second"] = sessions / cpu;
  out["cpu_us_a_connect"] = cpu / sessions * 1e6;
  out["kib_a_session"] = (full.own - before.own) / sessions;
  out["kernel_kib_a_session_both_ends"] = (full.kernel - before.kernel) / sessions;
  out["mib_before"] = before.own / 1024;
  out["mib_full"] = full.own / 1024;
  out["mib_after_all_left"] = after.own / 1024;
  out["mib_with_all_again"] = again.own / 1024;
  return out;
}

}  // namespace holdfast::load
