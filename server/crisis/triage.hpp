// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <iosfwd>

#include "crisis/detector.hpp"

namespace holdfast::crisis {

/// Judges snippets as the live path does. Takes {"id","lang","turns":[{"who","text"}…]} lines, who = seeker
/// or supporter; gives one {"id","level","kinds","evidence"} line each, in order, flushed. A line it cannot
/// read is reported to `errors` with its number, never its words, and ends the run. Gives the process's exit
/// code: 0 or 2.
[[nodiscard]] int triage_jsonl(std::istream& in, std::ostream& out, const Detector& detector,
                               std::ostream& errors);

/// Scores the detector on labelled snippets (the same lines with "function", "level", "kind"): per level,
/// kind, language and function, with intervals. Gives the exit code as above.
[[nodiscard]] int triage_score(std::istream& in, std::ostream& out, const Detector& detector,
                               std::ostream& errors);

}  // namespace holdfast::crisis
