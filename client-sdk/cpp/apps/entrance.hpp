// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "apps.hpp"
#include "holdfast/account.hpp"
#include "lines.hpp"

namespace holdfast::sdk {

struct Entered {
  Account account;
  std::string lines;   // people who can help elsewhere, as one line
  std::string number;  // the emergency number
};

/// How someone comes in at a terminal: as a seeker who has read who answers, by a recovery phrase, by login,
/// or by an invitation. Nothing when they could not; the reason was shown. Never prints a token.
[[nodiscard]] std::optional<Entered> come_in(const ChatOptions& options, Lines& in, std::ostream& out);

}  // namespace holdfast::sdk
