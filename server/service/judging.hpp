// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string_view>

#include "domain/requests.hpp"
#include "domain/risk.hpp"
#include "service/actor.hpp"
#include "service/context.hpp"
#include "service/turn_cache.hpp"

namespace holdfast::service {

/// The detector's verdict on what `actor` is about to say, after the author's last turns and what they answer
/// to. In a support conversation only its seeker speaks as one; elsewhere others are context, and staff speak
/// as supporters.
[[nodiscard]] domain::Verdict judge(Context& ctx, const Actor& actor, const TurnCache::Facts& facts,
                                    std::string_view text, Instant now);

/// The level of a text when its conversation cannot be read: with what this reactor remembers, else by
/// itself. None for staff.
[[nodiscard]] domain::Level judged_alone(Context& ctx, const Actor& actor, const domain::Send& send);

}  // namespace holdfast::service
