// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "crisis/context.hpp"
#include "crisis/lexicon.hpp"
#include "crisis/scan.hpp"

namespace holdfast::crisis {

/// A rule that applied, and the tokens that made it apply.
struct Fired {
  std::string_view rule;
  domain::Level level{domain::Level::None};
  domain::Kinds kinds;
  Span tokens;
};

/// Applies the lexicon's rules to weighed hits; adds what applied to `fired`. Hits that a milder rule stands
/// in for stop standing. Pure but for that.
void apply_rules(const Lexicon& lexicon, const Layout& layout, std::span<Hit> hits,
                 std::vector<Fired>& fired);

/// Applies the answer rules: `asked` are the hits in a supporter's turn, `said` the answer hits of the
/// seeker's turn that follows it.
void apply_answers(const Lexicon& lexicon, std::span<const Hit> asked, std::span<const Hit> said,
                   std::vector<Fired>& fired);

}  // namespace holdfast::crisis
