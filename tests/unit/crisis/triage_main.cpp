// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Tries a lexicon that is not the built-in one: holdfast_triage [part.jsonl …] < snippets.jsonl. Parts are
// joined in order.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "crisis/lexicon.hpp"
#include "crisis/triage.hpp"

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  std::string lexicon;
  for (int i = 1; i < count; ++i) {
    std::ifstream part{arguments[i]};
    lexicon.append(std::istreambuf_iterator<char>{part}, {});
  }
  if (count == 1) lexicon = holdfast::crisis::built_in_lexicon();
  std::string why;
  const auto detector = holdfast::crisis::Detector::compile(lexicon, why);
  if (!detector) {
    std::cerr << why << '\n';
    return 2;
  }
  return holdfast::crisis::triage_jsonl(std::cin, std::cout, **detector, std::cerr);
}
