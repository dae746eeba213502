// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The functional suite: cases written by the labelling guideline, by function in the manner of HateCheck
// (Röttger et al. 2021), half of them hard negatives. Two fifths are held out, chosen by a hash of the id:
// words are never tuned on them. And ordinary talk, on which hardly anything may sound.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "crisis/score.hpp"
#include "crisis/snippet.hpp"
#include "tests/unit/crisis/built_in.hpp"
#include "tests/unit/crisis/templates.hpp"

namespace holdfast::crisis {
namespace {

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> out;
  std::ifstream in{std::string{CRISIS_DATA} + "/" + file};
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) out.push_back(line);
  return out;
}

bool held_out(std::string_view id) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return (hash >> 32U) % 5 < 2;
}

struct Parts {
  std::string all;
  std::string development;
  std::string held;
};

Parts suite() {
  Parts parts;
  for (const char* file : {"suite_en.jsonl", "suite_es.jsonl"})
    for (const std::string& line : lines_of(file)) {
      const auto snippet = read_snippet(line);
      if (!snippet) throw std::runtime_error{"not a case: " + line};
      parts.all += line + '\n';
      (held_out(snippet->text("id")) ? parts.held : parts.development) += line + '\n';
    }
  return parts;
}

Scores scored(const std::string& lines) {
  std::istringstream in{lines};
  std::string why;
  const auto scores = score_jsonl(in, *built_in(), why);
  if (!scores) throw std::runtime_error{why};
  return *scores;
}

TEST(CrisisSuite, is_large_half_innocent_and_each_case_says_why) {
  std::set<std::string> ids;
  std::map<std::string, std::size_t> by_language;
  std::size_t none = 0;
  for (const char* file : {"suite_en.jsonl", "suite_es.jsonl"})
    for (const std::string& line : lines_of(file)) {
      const auto snippet = read_snippet(line);
      ASSERT_TRUE(snippet) << line;
      EXPECT_TRUE(ids.insert(std::string{snippet->text("id")}).second) << line;
      EXPECT_FALSE(snippet->text("reason").empty()) << line;
      EXPECT_FALSE(snippet->text("function").empty()) << line;
      ++by_language[std::string{snippet->text("lang")}];
      none += snippet->text("level") == "none" ? 1 : 0;
    }
  EXPECT_GE(by_language["en"], 600U);
  EXPECT_GE(by_language["es"], 200U);
  EXPECT_GE(none * 100, ids.size() * 48);
}

void holds(const Scores& scores) {
  EXPECT_GE(scores.found_high.part(), 0.92);
  EXPECT_GE(scores.imminent_high.part(), 0.97);
  EXPECT_GE(scores.imminent_exact.part(), 0.85);
  EXPECT_GE(scores.any_risk.part(), 0.93);
  EXPECT_GE(scores.none_below_high.part(), 0.94);
  EXPECT_GE(scores.none_kept.part(), 0.88);
  EXPECT_GE(scores.languages.at("es").first.part(), 0.85);
  EXPECT_GE(scores.languages.at("es").second.part(), 0.92);
}

TEST(CrisisSuite, agrees_with_the_guideline) {
  const Parts parts = suite();
  const Scores all = scored(parts.all);
  holds(all);
  for (const auto& [key, share] : all.functions) {
    if (share.of < 4) continue;
    EXPECT_GE(share.part(), 0.70) << key.first << ' ' << key.second;
  }
}

// What was never tuned on is the honest number; it may not fall behind what it was when the words were last
// changed.
TEST(CrisisSuite, agrees_on_cases_that_were_never_tuned_on) {
  const Parts parts = suite();
  const Scores held = scored(parts.held);
  print_scores(held, std::cout);
  EXPECT_GE(held.found_high.part(), 0.92);
  EXPECT_GE(held.imminent_exact.part(), 0.90);
  EXPECT_GE(held.any_risk.part(), 0.93);
  EXPECT_GE(held.none_below_high.part(), 0.93);
  EXPECT_GE(held.none_kept.part(), 0.90);
}

struct Alarms {
  std::size_t lines{0};
  std::array<std::size_t, 4> at{};  // at this level or above
  [[nodiscard]] double per_thousand(domain::Level level) const {
    return 1000.0 * static_cast<double>(at[static_cast<std::size_t>(level)]) / static_cast<double>(lines);
  }
};

Alarms alarms(const std::vector<std::string>& texts) {
  Alarms out;
  for (const std::string& text : texts) {
    const Turn turn{Speaker::Seeker, text, Instant{}};
    const auto level = built_in()->judge({&turn, 1}, "").level;
    ++out.lines;
    for (std::size_t i = 1; i <= static_cast<std::size_t>(level); ++i) ++out.at[i];
    if (level >= domain::Level::High) std::cout << "  alarm: " << text << '\n';
  }
  return out;
}

std::vector<std::string> talk(std::initializer_list<const char*> files, std::size_t variants) {
  std::vector<std::string> out;
  for (const char* file : files)
    for (const std::string& line : lines_of(file)) {
      if (line.front() == '#') continue;
      const auto written = variants_of(line, variants);
      out.insert(out.end(), written.begin(), written.end());
    }
  return out;
}

TEST(CrisisAlarms, are_rare_in_ordinary_talk) {
  const Alarms found = alarms(talk({"ordinary_en.txt", "ordinary_es.txt"}, 30));
  ASSERT_GE(found.lines, 1000U);
  EXPECT_LE(found.per_thousand(domain::Level::Imminent), 0.5);
  EXPECT_LE(found.per_thousand(domain::Level::High), 5.0);
  EXPECT_LE(found.per_thousand(domain::Level::Watch), 10.0);
}

TEST(CrisisAlarms, are_rare_where_people_are_distressed_but_safe) {
  const Alarms found = alarms(talk({"distressed_en.txt", "distressed_es.txt"}, 30));
  ASSERT_GE(found.lines, 500U);
  EXPECT_LE(found.per_thousand(domain::Level::Imminent), 0.2);
  EXPECT_LE(found.per_thousand(domain::Level::High), 10.0);
}

TEST(Share, has_the_interval_of_wilson) {
  const Share share{81, 263};  // Newcombe 1998, method 3: 0.2553 to 0.3662
  EXPECT_NEAR(share.interval().first, 0.2553, 0.0001);
  EXPECT_NEAR(share.interval().second, 0.3662, 0.0001);
  EXPECT_EQ((Share{0, 0}.interval()), (std::pair{0.0, 1.0}));
}

}  // namespace
}  // namespace holdfast::crisis
