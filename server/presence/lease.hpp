// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <vector>

#include "base/instant.hpp"
#include "domain/ids.hpp"
#include "presence/presence.hpp"

/// The rules of "here" (P8): values and steady time in, facts out.
namespace holdfast::presence {

/// The three facts. Without a lease all are false.
struct Facts {
  bool connected{false};
  bool on_call{false};
  bool attending{false};
  friend bool operator==(const Facts&, const Facts&) = default;
};

/// What one person's sessions on this node hold together. A session that lives renews it all the time; the
/// clock starts when the last one drops.
struct Lease {
  std::vector<SessionId> sessions;
  std::optional<Steady> ends;  // only while no session lives
  bool on_call{false};
  std::optional<Steady> attended;  // last took, answered or typed
};

void arrive(Lease& lease, SessionId session);
/// A session nobody knows changes nothing. The last one out decides: SignedOut ends the lease now, Dropped
/// leaves limits::kPresenceLease to come back, so that a drain or reload re-offers nobody.
void leave(Lease& lease, SessionId session, Leaving leaving, Steady now);

/// True from the very moment it ends.
[[nodiscard]] bool ended(const Lease& lease, Steady now);
[[nodiscard]] Facts facts_of(const Lease& lease, Steady now);

}  // namespace holdfast::presence
