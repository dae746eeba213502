// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/timeline.hpp"

#include <gtest/gtest.h>

#include <set>

#include "holdfast/backoff.hpp"
#include "holdfast/message_id.hpp"

namespace holdfast::sdk {
namespace {

using namespace std::chrono_literals;
using Arrival = Timeline::Arrival;

TEST(Timeline, delivers_the_next_drops_what_it_had_and_sees_a_gap) {
  Timeline timeline;
  EXPECT_EQ(timeline.arrive(7, 1), Arrival::Deliver);
  EXPECT_EQ(timeline.arrive(7, 1), Arrival::Duplicate);
  EXPECT_EQ(timeline.arrive(7, 3), Arrival::Gap);
  EXPECT_EQ(timeline.delivered(), 1U);
  EXPECT_EQ(timeline.arrive(7, 2), Arrival::Deliver);
  EXPECT_EQ(timeline.arrive(7, 3), Arrival::Deliver);
}

TEST(Timeline, another_epoch_is_never_taken_for_the_next_message) {
  Timeline timeline;
  ASSERT_EQ(timeline.arrive(7, 1), Arrival::Deliver);
  EXPECT_EQ(timeline.arrive(8, 2), Arrival::Gap);
  timeline.restate(8, 0);
  EXPECT_EQ(timeline.arrive(8, 1), Arrival::Deliver);
}

TEST(Backoff, stays_within_its_doubling_ceiling_and_starts_over_after_success) {
  Backoff backoff;
  const std::chrono::milliseconds ceilings[] = {500ms, 1s, 2s, 4s, 8s, 16s, 20s, 20s};
  for (const auto ceiling : ceilings) {
    Backoff probe = backoff;
    EXPECT_EQ(probe.next(static_cast<std::uint64_t>(ceiling.count())),
              ceiling);  // the ceiling itself may come …
    probe = backoff;
    EXPECT_EQ(probe.next(static_cast<std::uint64_t>(ceiling.count()) + 1), 0ms);  // … one above it never
    static_cast<void>(backoff.next(0));
  }
  for (int n = 0; n < 100; ++n)
    EXPECT_LE(backoff.next(~std::uint64_t{0} - static_cast<std::uint64_t>(n)), 20s);
  backoff.succeeded();
  EXPECT_LE(backoff.next(12'345'678), 500ms);
}

TEST(MessageId, is_a_version_7_uuid_that_never_repeats_and_never_goes_back) {
  std::set<std::string> seen;
  std::string newest(6, '\0');
  for (int n = 0; n < 1000; ++n) {
    const MessageId made = fresh_message_id();
    EXPECT_EQ(made.bytes[6] >> 4U, 7);
    EXPECT_EQ(made.bytes[8] >> 6U, 2);
    const std::string bytes = as_bytes(made);
    EXPECT_TRUE(seen.insert(bytes).second);
    EXPECT_LE(newest, bytes.substr(0, 6));
    newest = bytes.substr(0, 6);
    EXPECT_EQ(message_id_of(bytes), made);
  }
  EXPECT_EQ(message_id_of("short"), MessageId{});
}

}  // namespace
}  // namespace holdfast::sdk
