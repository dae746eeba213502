// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// Groups in which everybody hears every message: deliveries for a second of the server's CPU.
#include "hammer/plan.hpp"
#include "hammer/rooms.hpp"
#include "hammer/traffic.hpp"

namespace holdfast::load {

boost::json::object groups(const Plan& plan) {
  const std::size_t size = plan.size("size");
  const std::size_t people = size * plan.size("groups");
  const std::vector<std::string> tokens{plan.seekers.begin(),
                                        plan.seekers.begin() + static_cast<std::ptrdiff_t>(people)};
  Fleet fleet{plan.target};
  const Counters counters{plan.counters};
  const std::vector<Room> rooms = open_groups(fleet, plan.staff, tokens, size);
  std::vector<Sender> senders;
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    for (std::size_t j = 0; j < plan.size("senders"); ++j) {
      const std::vector<std::string> own(plan.size("lines"), tokens[i * size + j]);
      senders.push_back({rooms[i].conversation, fleet.connect(own)});
    }
  }
  Traffic traffic{fleet, std::move(senders), plan.server, counters};
  return traffic.saturate(plan.size("in_flight"), {plan.number("warm"), plan.number("seconds")});
}

}  // namespace holdfast::load
