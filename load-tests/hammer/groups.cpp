// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// Groups in which everybody hears every message: deliveries for a second of the server's CPU.
#include "hammer/plan.hpp"
#include "hammer/rooms.hpp"
#include "hammer/traffic.hpp"

namespace holdfast::load {

boost::json::object groups(const Plan& plan) {
  Fleet fleet{plan.target};
  const Counters counters{plan.counters};
  const Shape shape{plan.size("at_once"), plan.size("senders"), plan.size("in_flight")};
  Traffic traffic{fleet, open_groups(fleet, plan.staff, plan.seekers, plan.size("size")), shape, plan.server,
                  counters};
  return traffic.saturate({plan.number("warm"), plan.number("seconds")});
}

}  // namespace holdfast::load
