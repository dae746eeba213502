# SPDX-License-Identifier: Apache-2.0
# Writes the lexicon's parts as one raw string a kilobyte or so at a time: compilers bound the length of one literal.
set(body "")
foreach(part IN LISTS PARTS)
  file(READ ${part} text)
  string(APPEND body "${text}")
endforeach()
string(LENGTH "${body}" length)
set(literals "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${body}" ${at} 8000 piece)
  string(APPEND literals "R\"lexicon(${piece})lexicon\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE ${OUT} "// Made from server/crisis/lexicon; edit there.
#include \"crisis/lexicon.hpp\"
#pragma GCC diagnostic ignored \"-Woverlength-strings\"
namespace holdfast::crisis {
namespace {
constexpr char kLexicon[] =
${literals};
}
std::string_view built_in_lexicon() noexcept { return {kLexicon, sizeof kLexicon - 1}; }
}  // namespace holdfast::crisis
")
