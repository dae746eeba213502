// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hammer/fleet.hpp"

namespace holdfast::load {

/// A conversation and those of its people who are online and hear it, one line each.
struct Room {
  std::uint64_t conversation{0};
  std::vector<Line*> members;
};

/// Support conversations: each seeker asks, the supporter takes; both hear it, the seeker first.
[[nodiscard]] std::vector<Room> open_support(Fleet& fleet, const std::string& staff,
                                             const std::vector<std::string>& seekers);

/// Groups of `size` seekers who are online; whoever leads them is not.
[[nodiscard]] std::vector<Room> open_groups(Fleet& fleet, const std::string& staff,
                                            const std::vector<std::string>& seekers, std::size_t size);

}  // namespace holdfast::load
