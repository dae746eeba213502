// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "domain/records.hpp"

namespace holdfast::domain {

/// Urgent or imminent first. Below that a level is worth waiting time: watch counts as one `limits::kAgeStep`
/// more of waiting than it has, high as two; so high goes before whoever came up to two steps earlier, and
/// nobody is overtaken by high for longer than that. Total order that does not change as time passes: ties by
/// asked, then by id. A time of asking later than `now` (another node's clock) counts as `now`.
[[nodiscard]] bool goes_before(const Request& a, const Request& b, Instant now);

/// Sorted as supporters see them. Takes waiting requests of one organisation in any order.
void order_queue(std::vector<Request>& waiting, Instant now);

/// How many who wait are before `mine`; 0 for the first. `waiting` may hold `mine` and requests that no
/// longer wait.
[[nodiscard]] std::uint32_t place_of(const Request& mine, std::span<const Request> waiting, Instant now);

/// Take: Waiting → Taken by `who` at `now`. Errors: AlreadyDone; Forbidden (nobody answers their own call for
/// help).
[[nodiscard]] Result<Request> take(const Request& request, PersonId who, Instant now);
/// Errors: AlreadyDone.
[[nodiscard]] Result<Request> cancel(const Request& request);

}  // namespace holdfast::domain
