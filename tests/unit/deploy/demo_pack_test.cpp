// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "domain/duty_pack.hpp"
#include "wire/encode.hpp"

namespace holdfast {
namespace {

std::string file_text() {
  std::ifstream file{HOLDFAST_DEMO_PACK};
  return {std::istreambuf_iterator<char>{file}, {}};
}

domain::DutyPack demo_pack() {
  std::string why;
  const Result<domain::DutyPack> pack = wire::duty_pack_from_json(file_text(), why);
  EXPECT_TRUE(pack) << why;
  return pack ? *pack : domain::DutyPack{};
}

TEST(DemoPack, loads_and_passes_the_check_a_real_one_passes) {
  std::string why;
  EXPECT_TRUE(domain::check_duty_pack(demo_pack(), why)) << why;
}

TEST(DemoPack, says_that_it_is_a_demo_and_in_both_languages) {
  const domain::DutyPack pack = demo_pack();
  EXPECT_TRUE(pack.demo);
  EXPECT_EQ(pack.signed_by, "Demo");
  ASSERT_TRUE(pack.notices.contains("en") && pack.notices.contains("es"));
  EXPECT_NE(pack.notices.at("en").who_answers.find("demo"), std::string::npos);
  EXPECT_NE(pack.notices.at("es").who_answers.find("demostración"), std::string::npos);
}

TEST(DemoPack, gives_each_country_the_numbers_that_are_truly_dialled_there) {
  const domain::DutyPack pack = demo_pack();
  const auto has = [&](const std::string& country, const std::string& call) {
    return std::any_of(pack.numbers.begin(), pack.numbers.end(),
                       [&](const domain::HelpNumber& n) { return n.country == country && n.call == call; });
  };
  EXPECT_TRUE(has("US", "911") && has("US", "988"));
  EXPECT_TRUE(has("GB", "999") && has("GB", "116 123") && has("GB", "0800 1111"));
  EXPECT_TRUE(has("ES", "112") && has("ES", "024") && has("ES", "116 111"));
}

}  // namespace
}  // namespace holdfast
