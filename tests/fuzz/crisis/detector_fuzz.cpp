// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Whatever is written, the verdict comes, is the same again, and its evidence lies in the text. Time and
// memory are bounded by the runner's own limits.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "crisis/detector.hpp"
#include "crisis/lexicon.hpp"
#include "domain/limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace holdfast;
  using namespace holdfast::crisis;
  static const std::shared_ptr<const Detector> detector = [] {
    std::string why;
    auto made = Detector::compile(built_in_lexicon(), why);
    if (!made) std::abort();
    return *made;
  }();
  // Zero bytes part the turns; a turn that begins with '?' is a supporter's.
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  std::vector<Turn> turns;
  for (std::size_t at = 0; at <= text.size() && turns.size() < limits::kContextTurns;) {
    const std::size_t end = std::min(text.find('\0', at), text.size());
    const std::string_view said = std::string_view{text}.substr(at, end - at);
    turns.push_back({said.starts_with('?') ? Speaker::Supporter : Speaker::Seeker, said, Instant{}});
    at = end + 1;
  }
  const domain::Verdict verdict = detector->judge(turns, "");
  if (detector->judge(turns, "") != verdict) std::abort();
  if (verdict.evidence.empty() != (verdict.level == domain::Level::None)) std::abort();
  for (const domain::Evidence& one : verdict.evidence) {
    if (one.turns_back >= turns.size()) std::abort();
    if (one.begin >= one.end || one.end > turns[turns.size() - 1 - one.turns_back].text.size()) std::abort();
  }
  return 0;
}
