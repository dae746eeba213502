// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/duty_pack.hpp"

#include <gtest/gtest.h>

#include "domain/limits.hpp"
#include "wire/encode.hpp"

namespace holdfast::wire {
namespace {

using namespace holdfast::domain;

DutyPack a_pack() {
  DutyPack pack;
  pack.version = Version{4};
  pack.demo = true;
  pack.signed_by = "Dr Example";
  pack.signed_at = instant_of(1'767'643'200'000'000);
  pack.countries = {"GB", "IE"};
  pack.numbers = {{"Emergency services", "999", "", "GB", true, false},
                  {"Child line", "", "85258", "GB", false, true}};
  pack.minimum_age = 16;
  pack.rescue = RescuePolicy::Trace;
  pack.retention_hours = 48;
  pack.flagged_retention_hours = 720;
  pack.notices["en"] = {"peers", "staff", "danger", "72 h", "16"};
  pack.targets = {{Audience::DutyOfficer, "pager", "https://pager.example/hook"}};
  PolicyRow row;
  row.level = Level::Imminent;
  row.kind = Kind::Suicide;
  row.holder = Holder::Nobody;
  row.chain = {{std::chrono::seconds{0}, {Audience::HoldingSupporter, Audience::Supervisors}, false, true},
               {std::chrono::seconds{60}, {Audience::DutyOfficer}, true, false}};
  row.repeat_last = std::chrono::seconds{30};
  row.eyes_on = std::chrono::seconds{45};
  row.in_hand = std::chrono::seconds{120};
  row.supervisor_closes = false;
  pack.policy = Policy{Version{9}, {row}, std::chrono::seconds{300}, std::chrono::seconds{70}};
  return pack;
}

void expect_that_pack(const DutyPack& is) {
  EXPECT_EQ(is.version, Version{4});
  EXPECT_TRUE(is.demo);
  EXPECT_EQ(is.signed_by, "Dr Example");
  EXPECT_EQ(is.signed_at, instant_of(1'767'643'200'000'000));
  EXPECT_EQ(is.countries, (std::vector<std::string>{"GB", "IE"}));
  ASSERT_EQ(is.numbers.size(), 2U);
  EXPECT_EQ(is.numbers[0].call, "999");
  EXPECT_TRUE(is.numbers[0].emergency);
  EXPECT_EQ(is.numbers[1].text, "85258");
  EXPECT_TRUE(is.numbers[1].child_line);
  EXPECT_EQ(is.minimum_age, 16U);
  EXPECT_EQ(is.rescue, RescuePolicy::Trace);
  EXPECT_EQ(is.retention_hours, 48U);
  EXPECT_EQ(is.flagged_retention_hours, 720U);
  EXPECT_EQ(is.notices.at("en").when_confidence_ends, "danger");
  ASSERT_EQ(is.targets.size(), 1U);
  EXPECT_EQ(is.targets[0].audience, Audience::DutyOfficer);
  EXPECT_EQ(is.targets[0].url, "https://pager.example/hook");
  ASSERT_TRUE(is.policy);
  EXPECT_EQ(is.policy->version, Version{9});
  EXPECT_EQ(is.policy->merge_repage, std::chrono::seconds{300});
  EXPECT_EQ(is.policy->resources_card, std::chrono::seconds{70});
  const PolicyRow& row = is.policy->rows.at(0);
  EXPECT_EQ(row.level, Level::Imminent);
  EXPECT_EQ(row.kind, Kind::Suicide);
  EXPECT_EQ(row.holder, Holder::Nobody);
  EXPECT_EQ(row.repeat_last, std::chrono::seconds{30});
  EXPECT_EQ(row.eyes_on, std::chrono::seconds{45});
  EXPECT_EQ(row.in_hand, std::chrono::seconds{120});
  EXPECT_FALSE(row.supervisor_closes);
  ASSERT_EQ(row.chain.size(), 2U);
  EXPECT_EQ(row.chain[0].whom, (std::vector{Audience::HoldingSupporter, Audience::Supervisors}));
  EXPECT_EQ(row.chain[1].wait, std::chrono::seconds{60});
  EXPECT_TRUE(row.chain[1].outside);
  EXPECT_FALSE(row.chain[1].sound);
}

TEST(DutyPacks, come_back_whole_from_json_and_from_the_store) {
  std::string why;
  const auto from_json = duty_pack_from_json(duty_pack_to_json(a_pack()), why);
  ASSERT_TRUE(from_json) << why;
  expect_that_pack(*from_json);
  const auto from_store = decode_duty_pack(encode_duty_pack(a_pack()));
  ASSERT_TRUE(from_store);
  expect_that_pack(*from_store);
}

TEST(DutyPacks, get_the_defaults_where_an_operator_says_nothing) {
  std::string why;
  const auto pack = duty_pack_from_json(R"({"policy":{"rows":[{"level":"LEVEL_HIGH","chain":[{}]}]}})", why);
  ASSERT_TRUE(pack) << why;
  EXPECT_EQ(pack->minimum_age, DutyPack{}.minimum_age);
  EXPECT_EQ(pack->rescue, DutyPack{}.rescue);
  EXPECT_EQ(pack->retention_hours, DutyPack{}.retention_hours);
  ASSERT_TRUE(pack->policy);
  EXPECT_EQ(pack->policy->merge_repage, Policy{}.merge_repage);
  EXPECT_EQ(pack->policy->rows.at(0).eyes_on, PolicyRow{}.eyes_on);
  EXPECT_EQ(pack->policy->rows.at(0).kind, std::nullopt);
  EXPECT_TRUE(pack->policy->rows.at(0).supervisor_closes);
  EXPECT_TRUE(pack->policy->rows.at(0).chain.at(0).sound);
}

struct Row {
  const char* name;
  std::string json;
  const char* named;  // what `why` must name
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
class BadDutyPacks : public testing::TestWithParam<Row> {};

TEST_P(BadDutyPacks, are_refused_with_the_name_of_the_field) {
  std::string why;
  const auto pack = duty_pack_from_json(GetParam().json, why);
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, Code::Invalid);
  EXPECT_NE(why.find(GetParam().named), std::string::npos) << why;
}
INSTANTIATE_TEST_SUITE_P(
    Rows, BadDutyPacks,
    testing::Values(Row{"not_json", "version = 4", "JSON"}, Row{"array", "[]", "JSON"},
                    Row{"too_deep", std::string(17, '[') + std::string(17, ']'), "deep"},
                    Row{"too_large", std::string(limits::kHttpBody + 1, ' '), "bytes"},
                    Row{"unknown_field", R"({"numbers":[{"nmae":"x"}]})", "nmae"},
                    Row{"wrong_type", R"({"minimumAge":"old"})", "old"},
                    Row{"unknown_audience", R"({"targets":[{"audience":"AUDIENCE_EVERYONE"}]})",
                        "AUDIENCE_EVERYONE"},
                    Row{"no_audience", R"({"targets":[{"audience":"AUDIENCE_SUPERVISORS"},{"name":"x"}]})",
                        "targets[1].audience"},
                    Row{"no_level", R"({"policy":{"rows":[{}]}})", "policy.rows[0].level"},
                    Row{"audience_number", R"({"policy":{"rows":[{"level":3,"chain":[{},{"whom":[9]}]}]}})",
                        "policy.rows[0].chain[1].whom[0]"},
                    Row{"signed_before_1970", R"({"signedAtUs":"-5"})", "signedAtUs"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(DutyPacks, damaged_in_the_store_are_refused) {
  const auto pack = decode_duty_pack("\xFF");
  ASSERT_FALSE(pack);
  EXPECT_EQ(pack.error().code, Code::Internal);
}

}  // namespace
}  // namespace holdfast::wire
