// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/duty_pack.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace holdfast::domain {
namespace {

using namespace std::chrono_literals;

ArrivalNotice notice() {
  return {"A trained person.", "A lead may too.", "If a life is at risk.", "72 hours.", "18."};
}

DutyPack pack() {
  DutyPack p;
  p.version = Version{7};
  p.signed_by = "R. Named, Director";
  p.signed_at = instant_of(1'767'643'200'000'000);
  p.countries = {"GB", "ES"};
  p.numbers = {{"Emergency services", "999", "", "GB", true, false},
               {"Childline", "0800 1111", "", "GB", false, true},
               {"Emergencias", "112", "", "ES", true, false},
               {"ANAR", "116 111", "", "ES", false, true}};
  p.flagged_retention_hours = 720;
  p.notices = {{"en", notice()}};
  p.targets = {{Audience::BackupSupervisor, "backup phone", "https://pager.example/backup"},
               {Audience::ClinicalLead, "lead phone", "https://pager.example/lead"},
               {Audience::DutyOfficer, "officer phone", "https://pager.example/officer"}};
  return p;
}

TEST(DutyPack, whole_one_passes) {
  std::string why = "left over";
  EXPECT_TRUE(check_duty_pack(pack(), why)) << why;
  EXPECT_EQ(why, "");
}

struct Missing {
  const char* name;
  std::function<void(DutyPack&)> take_out;
  const char* said;
};

class MissingPart : public testing::TestWithParam<Missing> {};
TEST_P(MissingPart, is_named_in_one_sentence) {
  DutyPack p = pack();
  GetParam().take_out(p);
  std::string why;
  const Result<void> checked = check_duty_pack(p, why);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Code::Invalid);
  EXPECT_NE(why.find(GetParam().said), std::string::npos) << why;
  EXPECT_TRUE(why.ends_with('.')) << why;
}

INSTANTIATE_TEST_SUITE_P(
    Each, MissingPart,
    testing::Values(
        Missing{"signature", [](DutyPack& p) { p.signed_by.clear(); }, "No named person"},
        Missing{"date_of_signature", [](DutyPack& p) { p.signed_at = Instant{}; }, "no date"},
        Missing{"countries", [](DutyPack& p) { p.countries.clear(); }, "No country"},
        Missing{"country_in_words", [](DutyPack& p) { p.countries[0] = "Spain"; }, "\"Spain\""},
        Missing{"country_in_small_letters", [](DutyPack& p) { p.countries[0] = "gb"; }, "\"gb\""},
        Missing{"any_number_of_a_country", [](DutyPack& p) { p.countries.emplace_back("US"); }, "for US"},
        Missing{"emergency_number", [](DutyPack& p) { p.numbers[2].emergency = false; },
                "No emergency number for ES"},
        Missing{"child_line", [](DutyPack& p) { p.numbers[1].child_line = false; }, "No child line for GB"},
        Missing{"name_of_a_number", [](DutyPack& p) { p.numbers[1].name.clear(); }, "no name"},
        Missing{"digits", [](DutyPack& p) { p.numbers[1].call.clear(); }, "Childline can be neither"},
        Missing{"country_of_a_number", [](DutyPack& p) { p.numbers[1].country.clear(); },
                "Childline has no country"},
        Missing{"notice_in_english",
                [](DutyPack& p) {
                  p.notices = {{"es", notice()}};
                },
                "English"},
        Missing{"who_answers", [](DutyPack& p) { p.notices["en"].who_answers.clear(); }, "who answers"},
        Missing{"who_reads", [](DutyPack& p) { p.notices["en"].who_reads.clear(); }, "who reads"},
        Missing{"confidence", [](DutyPack& p) { p.notices["en"].when_confidence_ends.clear(); },
                "confidence"},
        Missing{"what_is_kept", [](DutyPack& p) { p.notices["en"].what_is_kept.clear(); }, "what is kept"},
        Missing{"youngest_age", [](DutyPack& p) { p.notices["en"].youngest_age.clear(); }, "youngest age"},
        Missing{"half_a_translation", [](DutyPack& p) { p.notices["es"] = {}; }, "\"es\""},
        Missing{"age_under_13", [](DutyPack& p) { p.minimum_age = 12; }, "minimum age"},
        Missing{"age_over_99", [](DutyPack& p) { p.minimum_age = 100; }, "minimum age"},
        Missing{"retention", [](DutyPack& p) { p.retention_hours = 0; }, "retention"},
        Missing{"flagged_kept_shorter",
                [](DutyPack& p) { p.flagged_retention_hours = p.retention_hours - 1; }, "flagged"},
        Missing{"kept_for_ever", [](DutyPack& p) { p.flagged_retention_hours = 1'000'000; }, "flagged"},
        Missing{"a_hole_in_the_policy", [](DutyPack& p) { p.policy.emplace(); }, "No row"},
        Missing{"target_of_the_last_rung", [](DutyPack& p) { p.targets.erase(p.targets.begin() + 2); },
                "duty officer"},
        Missing{"name_of_a_target", [](DutyPack& p) { p.targets[0].name.clear(); }, "backup supervisor"},
        Missing{"address_of_a_target", [](DutyPack& p) { p.targets[0].url = "phone"; }, "backup phone"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(DutyPack, edges_that_still_pass) {
  for (const std::uint32_t age : {13U, 99U}) {
    DutyPack p = pack();
    p.minimum_age = age;
    p.retention_hours = 1;
    p.flagged_retention_hours = 1;
    p.policy = default_policy();
    p.numbers[1].call.clear();
    p.numbers[1].text = "85258";
    std::string why;
    EXPECT_TRUE(check_duty_pack(p, why)) << why;
  }
}

TEST(DutyPack, demo_needs_no_one_outside_but_everything_else) {
  DutyPack p = pack();
  p.demo = true;
  p.targets.clear();
  std::string why;
  EXPECT_TRUE(check_duty_pack(p, why)) << why;
  p.numbers.clear();
  EXPECT_FALSE(check_duty_pack(p, why));
}

TEST(LineTruth, is_what_signature_setting_and_supervisors_allow) {
  using enum LineState;
  struct Case {
    LineState set;
    bool pack, supervisor;
    LineState want;
  };
  for (const Case& c :
       {Case{Open, true, true, Open}, Case{Open, true, false, LowRiskOnly}, Case{Open, false, true, Closed},
        Case{Open, false, false, Closed}, Case{LowRiskOnly, true, true, LowRiskOnly},
        Case{LowRiskOnly, true, false, LowRiskOnly}, Case{LowRiskOnly, false, true, Closed},
        Case{LowRiskOnly, false, false, Closed}, Case{Closed, true, true, Closed},
        Case{Closed, true, false, Closed}, Case{Closed, false, true, Closed},
        Case{Closed, false, false, Closed}}) {
    EXPECT_EQ(line_truth(c.set, c.pack, c.supervisor), c.want)
        << static_cast<int>(c.set) << c.pack << c.supervisor;
  }
}

TEST(MayArrive, says_the_first_reason_that_applies) {
  using enum LineState;
  struct Case {
    LineState line;
    std::uint64_t shown;
    std::optional<std::uint32_t> age;
    std::optional<Code> want;
  };
  for (const Case& c :
       {Case{Open, 7, std::nullopt, std::nullopt}, Case{LowRiskOnly, 7, 18, std::nullopt},
        Case{Open, 7, 17, Code::UnderAge}, Case{Open, 6, 18, Code::NoticeNotShown},
        Case{Open, 8, 18, Code::NoticeNotShown}, Case{Open, 0, std::nullopt, Code::NoticeNotShown},
        Case{Open, 6, 17, Code::NoticeNotShown}, Case{Closed, 7, 18, Code::LineClosed},
        Case{Closed, 0, 17, Code::LineClosed}}) {
    const Result<void> got = may_arrive(pack(), c.line, Version{c.shown}, c.age);
    EXPECT_EQ(got ? std::nullopt : std::optional{got.error().code}, c.want) << c.shown;
  }
  EXPECT_EQ(may_arrive(DutyPack{}, Open, Version{}, std::nullopt).error().code, Code::NoticeNotShown)
      << "a pack without a version has shown nobody anything";
}

}  // namespace
}  // namespace holdfast::domain
