// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "presence/lease.hpp"

#include <algorithm>

#include "domain/limits.hpp"

namespace holdfast::presence {

void arrive(Lease& lease, SessionId session) {
  if (std::find(lease.sessions.begin(), lease.sessions.end(), session) == lease.sessions.end()) {
    lease.sessions.push_back(session);
  }
  lease.ends.reset();
}

void leave(Lease& lease, SessionId session, Leaving leaving, Steady now) {
  if (std::erase(lease.sessions, session) == 0 || !lease.sessions.empty()) return;
  lease.ends = leaving == Leaving::SignedOut ? now : now + limits::kPresenceLease;
}

bool ended(const Lease& lease, Steady now) {
  return lease.sessions.empty() && lease.ends && now >= *lease.ends;
}

Facts facts_of(const Lease& lease, Steady now) {
  const bool held = !lease.sessions.empty() || lease.ends.has_value();
  if (!held || ended(lease, now)) return {};
  return {.connected = true,
          .on_call = lease.on_call,
          .attending = lease.attended && now < *lease.attended + limits::kAttending};
}

}  // namespace holdfast::presence
