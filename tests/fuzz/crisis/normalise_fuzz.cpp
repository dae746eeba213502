// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Any bytes are read without a fault; tokens stay inside the text and in order of place; the work is bounded.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "crisis/lexicon.hpp"
#include "crisis/normalise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace holdfast::crisis;
  static const Lexicon lexicon = [] {
    std::string why;
    return *read_lexicon(built_in_lexicon(), why);
  }();
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  Reading reading;
  Normaliser{lexicon.vocabulary}.read(text, 0, reading);
  if (reading.work > 32 * size + 64) std::abort();
  for (const Token& token : reading.tokens)
    if (token.begin >= token.end || token.end > size || token.at >= reading.text.size()) std::abort();
  return 0;
}
