// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "crisis/lexicon.hpp"
#include "crisis/normalise.hpp"
#include "tests/unit/crisis/built_in.hpp"

namespace holdfast::crisis {
namespace {

namespace json = boost::json;
using domain::Level;

Level level_of(std::string_view name) {
  constexpr std::string_view kNames[] = {"none", "watch", "high", "imminent"};
  for (int i = 0; i < 4; ++i)
    if (kNames[i] == name) return static_cast<Level>(i);
  throw std::runtime_error{"no such level"};
}

std::vector<json::object> cases() {
  std::vector<json::object> out;
  std::ifstream file{CRISIS_CASES};
  for (std::string line; std::getline(file, line);) out.push_back(json::parse(line).as_object());
  return out;
}

std::vector<Turn> turns_of(const json::object& one) {
  std::vector<Turn> turns;
  for (const json::value& turn : one.at("turns").as_array())
    turns.push_back({turn.at("who").as_string() == "seeker" ? Speaker::Seeker : Speaker::Supporter,
                     std::string_view{turn.at("text").as_string()}, Instant{}});
  return turns;
}

TEST(CrisisCases, every_case_is_judged_as_the_guideline_says) {
  const auto all = cases();
  ASSERT_GE(all.size(), 200U);
  for (const json::object& one : all) {
    const auto verdict = built_in()->judge(turns_of(one), std::string_view{one.at("lang").as_string()});
    EXPECT_GE(verdict.level, level_of(one.at("least").as_string())) << json::serialize(one);
    EXPECT_LE(verdict.level, level_of(one.at("most").as_string())) << json::serialize(one);
    EXPECT_EQ(verdict.evidence.empty(), verdict.level == Level::None) << json::serialize(one);
  }
}

TEST(CrisisCases, what_other_conversations_said_changes_nothing) {
  const auto all = cases();
  std::vector<domain::Verdict> forward;
  for (const json::object& one : all) forward.push_back(built_in()->judge(turns_of(one), ""));
  for (std::size_t i = all.size(); i-- > 0;) EXPECT_EQ(built_in()->judge(turns_of(all[i]), ""), forward[i]);
}

TEST(CrisisContext, an_explicit_statement_is_not_explained_away_later) {
  const std::vector<Turn> turns{{Speaker::Seeker, "i want to die", Instant{}},
                                {Speaker::Seeker, "my hair blue", Instant{}}};
  EXPECT_GE(built_in()->judge(turns, "en").level, Level::High);
}

TEST(CrisisContext, a_turn_older_than_the_window_does_not_complete_a_split) {
  using namespace std::chrono_literals;
  const auto judged = [](std::chrono::seconds gap) {
    const Instant start{};
    const std::vector<Turn> turns{{Speaker::Seeker, "kill", start},
                                  {Speaker::Supporter, "hm", start},
                                  {Speaker::Seeker, "myself", start + gap}};
    return built_in()->judge(turns, "en").level;
  };
  EXPECT_GE(judged(180s), Level::High);
  EXPECT_EQ(judged(181s), Level::None);
}

bool between_points(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

TEST(CrisisEvidence, spans_stay_inside_the_text_and_between_code_points) {
  std::mt19937 random{20260101};
  const std::vector<std::string> bits{"kill",
                                      " ",
                                      "myself",
                                      "d\u0456e",
                                      "\u200b",
                                      "\u0301",
                                      "i want to die",
                                      "\U0001F480",
                                      "\uFF4B",
                                      "1",
                                      "!",
                                      ".",
                                      "\u00e9",
                                      "\u202e",
                                      "\"",
                                      "\n",
                                      "he's not breathing",
                                      "me quiero morir"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random() % 30; n > 0; --n) text += bits[random() % bits.size()];
    const std::vector<Turn> turns{{Speaker::Seeker, text, Instant{}}};
    for (const domain::Evidence& one : built_in()->judge(turns, "").evidence) {
      EXPECT_LT(one.begin, one.end);
      ASSERT_LE(one.end, text.size());
      EXPECT_TRUE(between_points(text, one.begin) && between_points(text, one.end));
    }
  }
}

TEST(CrisisEvidence, points_at_the_words_in_the_original) {
  const std::string text = "\u00a1Hola! I w\u0430nt to d\u200bie";
  const std::vector<Turn> turns{{Speaker::Seeker, text, Instant{}}};
  const auto verdict = built_in()->judge(turns, "");
  ASSERT_FALSE(verdict.evidence.empty());
  EXPECT_EQ(text.substr(verdict.evidence[0].begin, verdict.evidence[0].end - verdict.evidence[0].begin),
            "I w\u0430nt to d\u200bie");
}

struct Refusal {
  const char* name;
  const char* text;
  const char* why;
};
class LexiconRefuses : public testing::TestWithParam<Refusal> {};
TEST_P(LexiconRefuses, with_line_and_reason) {
  std::string why;
  const auto made = Detector::compile(GetParam().text, why);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::Invalid);
  EXPECT_NE(why.find(GetParam().why), std::string::npos) << why;
}
INSTANTIATE_TEST_SUITE_P(
    Table, LexiconRefuses,
    testing::Values(
        Refusal{"empty", "", "no cue"}, Refusal{"not_json", "{\"lexicon\": 1}\n{", "line 2: not JSON"},
        Refusal{"no_version", "{\"cue\": \"a\", \"of\": [\"b\"]}", "line 1: the first line must be"},
        Refusal{"version_zero", "{\"lexicon\": 0}", "line 1: the version"},
        Refusal{"unknown_class", "{\"lexicon\": 1}\n{\"cue\": \"a\", \"of\": [\"<x>\"]}",
                "line 2: unknown class <x>"},
        Refusal{"open_group", "{\"lexicon\": 1}\n{\"cue\": \"a\", \"of\": [\"(b\"]}",
                "line 2: '(' without ')'"},
        Refusal{"all_optional", "{\"lexicon\": 1}\n{\"cue\": \"a\", \"of\": [\"b?\"]}",
                "line 2: every part is optional"},
        Refusal{"no_fixed_word", "{\"lexicon\": 1}\n{\"cue\": \"a\", \"of\": [\"_ _\"]}",
                "line 2: a pattern needs a word"},
        Refusal{"unknown_level", "{\"lexicon\": 1}\n{\"cue\": \"a\", \"level\": \"red\", \"of\": [\"b\"]}",
                "line 2: unknown level 'red'"},
        Refusal{"unknown_key", "{\"lexicon\": 1}\n\n{\"cue\": \"a\", \"off\": [\"b\"]}",
                "line 3: unknown key 'off'"},
        Refusal{"twice",
                "{\"lexicon\": 1}\n{\"cue\": \"a\", \"of\": [\"b\"]}\n{\"cue\": \"a\", \"of\": [\"c\"]}",
                "line 3: cue 'a' is defined twice"},
        Refusal{"rule_of_nothing",
                "{\"lexicon\": 1}\n{\"rule\": \"r\", \"level\": \"high\", \"all\": [\"a\"]}",
                "line 2: unknown cue 'a'"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Normalise, work_grows_with_the_text_and_not_faster) {
  std::string why;
  const auto lexicon = read_lexicon(built_in_lexicon(), why);
  ASSERT_TRUE(lexicon) << why;
  const Normaliser normaliser{lexicon->vocabulary};
  for (const std::string unit :
       {"a", "i want to die ", "\u200b", "e\u0301", "k i l l ", "iwanttodie", "d13 ", "\"", "."}) {
    std::uint64_t work[2]{};
    for (const int twice : {0, 1}) {
      std::string text;
      while (text.size() < 32U * 1024U * static_cast<unsigned>(twice + 1)) text += unit;
      Reading reading;
      normaliser.read(text, 0, reading);
      work[twice] = reading.work;
    }
    EXPECT_LE(work[1], work[0] * 2 + 1024) << unit;
    EXPECT_LE(work[1], 64U * 1024U * 24U) << unit;
  }
}

}  // namespace
}  // namespace holdfast::crisis
