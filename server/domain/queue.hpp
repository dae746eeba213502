// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "domain/records.hpp"

namespace holdfast::domain {

/// Urgent or imminent first, then by level, then who waits longest; ageing: each `kAgeStep` of waiting counts like one
/// level below high, so that nobody starves. Total order: ties by id.
[[nodiscard]] bool goes_before(const Request& a, const Request& b, Instant now);

/// Sorted as supporters see them. Takes waiting requests of one organisation in any order.
void order_queue(std::vector<Request>& waiting, Instant now);

/// How many are before `mine`; 0 for the first.
[[nodiscard]] std::uint32_t place_of(const Request& mine, std::span<const Request> waiting, Instant now);

/// Take: Waiting → Taken by `who` at `now`. Errors: AlreadyDone.
[[nodiscard]] Result<Request> take(const Request& request, PersonId who, Instant now);
/// Errors: AlreadyDone.
[[nodiscard]] Result<Request> cancel(const Request& request, Instant now);

}  // namespace holdfast::domain
