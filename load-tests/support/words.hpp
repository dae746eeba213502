// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <string_view>

namespace holdfast::load {

/// What people write in an ordinary hour, 58 bytes on average; the detector reads all of it and flags none.
inline constexpr std::array<std::string_view, 8> kWords{
    "morning all, how is everyone",
    "I made it to the meeting on time today and stayed to the end of it",
    "thanks, that helps a lot, I will try it tomorrow and tell you how it went",
    "my daughter has her first day at school tomorrow",
    "ok",
    "what step are you working on? I have been stuck on the fourth for a month now",
    "the weather is awful but I went for a run with the dog anyway, one hour, very slowly",
    "see you on thursday then, same place, and bring the book you were telling me about",
};

}  // namespace holdfast::load
