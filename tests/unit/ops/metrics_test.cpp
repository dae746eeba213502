// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace holdfast::ops {
namespace {

TEST(MetricsTest, counted_signals_and_gauges_are_in_the_text) {
  Counters counters;
  counters.count(Signal::MessageCommitted, 3);
  Metrics metrics{counters};
  metrics.gauge("holdfast_sessions", "Open sessions", [] { return 2.0; });
  const std::string text = metrics.text();
  EXPECT_THAT(text, ::testing::HasSubstr("# TYPE holdfast_messages_committed_total counter"));
  EXPECT_THAT(text, ::testing::HasSubstr("holdfast_messages_committed_total 3"));
  EXPECT_THAT(text, ::testing::HasSubstr("holdfast_sessions 2"));
}

TEST(MetricsTest, every_signal_has_a_name_of_its_own_in_our_convention) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kSignals; ++i) {
    const std::string_view name = name_of(static_cast<Signal>(i)).metric;
    EXPECT_TRUE(name.starts_with("holdfast_") && name.ends_with("_total")) << i;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
}

TEST(MetricsTest, a_storm_of_faults_is_one_line_a_report) {
  ::testing::internal::CaptureStderr();
  {
    Counters counters;
    Log log{Severity::Info};
    counters.count(Signal::CommitFailed, 40'000);
    counters.count(Signal::MessageCommitted);
    counters.report(log);
    counters.report(log);
  }
  const std::string out = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
  EXPECT_THAT(out, ::testing::HasSubstr(R"("times":40000)"));
}

}  // namespace
}  // namespace holdfast::ops
