// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crisis/pattern.hpp"
#include "crisis/vocabulary.hpp"
#include "domain/risk.hpp"

namespace holdfast::crisis {

/// What a hit of a cue does.
enum class CueRole : std::uint8_t {
  Signal,    // counts, for a rule or by its own level
  Veto,      // an innocent reading: takes away the signals it overlaps
  Past,      // puts yielding signals of its sentence in the settled past
  Resolved,  // the same for the whole turn
  Return,    // it is back: takes Past and Resolved of the turn away
  Frame,     // quotation, fiction, study: takes away the signals of its sentence
  Own,       // "that is me": takes Frame of the turn away
  Question,  // what a supporter asked; seen in supporters' turns only
  Answer,    // what a seeker answers; only at the start of a turn
};

struct Cue {
  std::string name;
  CueRole role{CueRole::Signal};
  domain::Level level{domain::Level::None};  // above none: the cue is a rule by itself
  domain::Kinds kinds;
  bool negatable{true};  // a negator before it takes it away; a veto's default is false
  bool yields{true};     // Past and Resolved take it away
  bool starts{false};    // only at the start of a sentence or turn
  bool whole{false};     // only if it is the whole turn
};

enum class Scope : std::uint8_t { Clause, Sentence, Turn, Window };

/// A combination: a hit for each of `all` in one scope, none of `none` there.
struct Rule {
  std::string name;
  domain::Level level{domain::Level::None};
  domain::Kinds kinds;
  Scope scope{Scope::Sentence};
  std::vector<std::vector<std::uint16_t>> all;  // each: any of these cues
  std::vector<std::uint16_t> none;
  std::vector<std::uint16_t> instead_of;  // hits of these cues in the scope no longer count
};

/// A supporter's question and a seeker's answer.
struct AnswerRule {
  std::string name;
  domain::Level level{domain::Level::None};
  domain::Kinds kinds;
  std::vector<std::uint16_t> questions;
  std::vector<std::uint16_t> answers;
};

/// One pattern's tree and the cue it finds.
struct CuePattern {
  std::uint32_t root{0};
  std::uint16_t cue{0};
  std::uint32_t line{0};
};

/// The lexicon as read: data, not yet compiled for scanning.
struct Lexicon {
  std::uint64_t version{0};
  Vocabulary vocabulary;
  Grammar grammar;
  std::vector<Cue> cues;
  std::vector<CuePattern> patterns;
  std::vector<Rule> rules;
  std::vector<AnswerRule> answer_rules;
};

/// Reads JSON lines (lexicon.schema.md). Errors: Invalid; `why` is "line N: reason".
[[nodiscard]] Result<Lexicon> read_lexicon(std::string_view text, std::string& why);

/// The lexicon this build carries.
[[nodiscard]] std::string_view built_in_lexicon() noexcept;

}  // namespace holdfast::crisis
