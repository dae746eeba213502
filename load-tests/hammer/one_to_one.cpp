// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// Support conversations: seeker and supporter write, the other hears. As fast as it goes, or at a rate.
#include "hammer/plan.hpp"
#include "hammer/rooms.hpp"
#include "hammer/traffic.hpp"

namespace holdfast::load {

boost::json::object one_to_one(const Plan& plan) {
  Fleet fleet{plan.target};
  const Counters counters{plan.counters};
  const Shape shape{plan.size("at_once"), 1, 1};
  Traffic traffic{fleet, open_support(fleet, plan.staff, plan.seekers), shape, plan.server, counters};
  const Phase phase{plan.number("warm"), plan.number("seconds")};
  const double rate = plan.number("per_second");
  return rate > 0 ? traffic.offer(rate, phase) : traffic.saturate(phase);
}

}  // namespace holdfast::load
