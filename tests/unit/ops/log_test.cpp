// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/log.hpp"

#include <gtest/gtest.h>

#include "base/secret.hpp"

namespace holdfast::ops {
namespace {

TEST(LogTest, a_line_is_one_json_object_with_time_severity_and_event) {
  EXPECT_EQ(
      log_line(1'767'643'200'000'001, Severity::Warning, "store_slow", {{"micros", 12}, {"part", "wal"}}),
      R"({"at":"2026-01-05T20:00:00.000001Z","severity":"warning","event":"store_slow","micros":12,"part":"wal"})");
}

TEST(LogTest, text_of_the_configuration_cannot_break_the_line) {
  EXPECT_EQ(
      log_line(0, Severity::Info, "open", {Field::operated("path", "a\"b\\c\nd{}")}),
      R"({"at":"1970-01-01T00:00:00.000000Z","severity":"info","event":"open","path":"a\"b\\c\u000ad{}"})");
}

TEST(LogTest, text_that_a_person_wrote_has_no_way_in) {
  static_assert(!std::is_constructible_v<Field, std::string_view, Secret>);
  static_assert(!std::is_constructible_v<Field, std::string_view, std::string>);
  static_assert(!std::is_constructible_v<Field, std::string_view, std::string_view>);
}

TEST(LogTest, lines_below_the_level_are_not_written_and_the_others_are_before_the_log_ends) {
  ::testing::internal::CaptureStderr();
  {
    Log log{Severity::Warning};
    log.write(Severity::Info, "quiet");
    log.write(Severity::Error, "heard", {{"code", 7}});
  }
  const std::string out = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(out.find("quiet"), std::string::npos);
  EXPECT_NE(out.find(R"("event":"heard","code":7})"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::ops
