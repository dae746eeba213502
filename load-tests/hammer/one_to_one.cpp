// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// Support conversations with a writing seeker each: the most messages a second, ack latency at half of that,
/// and one sender alone in a quiet house.
#include "hammer/plan.hpp"
#include "hammer/rooms.hpp"
#include "hammer/traffic.hpp"

namespace holdfast::load {

namespace {

std::vector<Sender> senders_of(Fleet& fleet, const Plan& plan, const std::vector<std::string>& tokens,
                               const std::vector<Room>& rooms) {
  std::vector<Sender> senders;
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    const std::vector<std::string> own(plan.size("lines"), tokens[i]);
    senders.push_back({rooms[i].conversation, fleet.connect(own)});
  }
  return senders;
}

}  // namespace

boost::json::object one_to_one(const Plan& plan) {
  const std::vector<std::string> tokens{
      plan.seekers.begin(), plan.seekers.begin() + static_cast<std::ptrdiff_t>(plan.size("pairs"))};
  Fleet fleet{plan.target};
  const Counters counters{plan.counters};
  const std::vector<Room> rooms = open_support(fleet, plan.staff, tokens);
  Traffic traffic{fleet, senders_of(fleet, plan, tokens, rooms), plan.server, counters};
  const Phase phase{plan.number("warm"), plan.number("seconds")};
  const double rate = plan.number("per_second");
  return rate > 0 ? traffic.offer(rate, phase) : traffic.saturate(plan.size("in_flight"), phase);
}

}  // namespace holdfast::load
