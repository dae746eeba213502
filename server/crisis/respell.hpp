// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string_view>

#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {

/// Teaches the vocabulary the slips of a hurried hand for `word`: two letters swapped, one missing, one
/// doubled, a vowel for another. A slip that is a word of the lexicon is left alone; words that no slip may
/// become are listed there as known. Made once, so that reading a message costs no search.
void add_misspellings(std::string_view word, Vocabulary& vocabulary);

}  // namespace holdfast::crisis
