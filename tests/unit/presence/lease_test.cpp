// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "presence/lease.hpp"

#include <gtest/gtest.h>

#include "domain/limits.hpp"

namespace holdfast::presence {
namespace {

constexpr Steady kNow = Steady{} + std::chrono::hours{1};
constexpr SessionId kPhone{1};
constexpr SessionId kLaptop{2};
constexpr auto kTick = std::chrono::microseconds{1};

Lease with(std::initializer_list<SessionId> sessions) {
  Lease lease;
  for (const SessionId session : sessions) arrive(lease, session);
  return lease;
}

TEST(Lease, nobody_who_never_came_is_here) {
  EXPECT_EQ(facts_of(Lease{}, kNow), Facts{});
  EXPECT_FALSE(ended(Lease{}, kNow)) << "what never began does not end";
}

TEST(Lease, a_living_session_never_runs_out) {
  EXPECT_TRUE(facts_of(with({kPhone}), kNow + std::chrono::hours{100}).connected);
}

TEST(Lease, a_dropped_one_stays_connected_until_exactly_the_lease_ends) {
  Lease lease = with({kPhone});
  lease.on_call = true;
  leave(lease, kPhone, Leaving::Dropped, kNow);
  const Facts before = facts_of(lease, kNow + limits::kPresenceLease - kTick);
  EXPECT_TRUE(before.connected && before.on_call);
  EXPECT_FALSE(ended(lease, kNow + limits::kPresenceLease - kTick));
  EXPECT_EQ(facts_of(lease, kNow + limits::kPresenceLease), Facts{}) << "on call only while connected";
  EXPECT_TRUE(ended(lease, kNow + limits::kPresenceLease));
}

TEST(Lease, coming_back_within_the_lease_keeps_on_call) {
  Lease lease = with({kPhone});
  lease.on_call = true;
  leave(lease, kPhone, Leaving::Dropped, kNow);
  arrive(lease, kLaptop);
  const Facts facts = facts_of(lease, kNow + std::chrono::hours{1});
  EXPECT_TRUE(facts.connected && facts.on_call);
}

TEST(Lease, signing_out_of_the_last_session_ends_it_at_once) {
  Lease lease = with({kPhone});
  leave(lease, kPhone, Leaving::SignedOut, kNow);
  EXPECT_TRUE(ended(lease, kNow));
  EXPECT_EQ(facts_of(lease, kNow), Facts{});
}

TEST(Lease, signing_out_of_one_of_two_ends_nothing) {
  Lease lease = with({kPhone, kLaptop});
  leave(lease, kPhone, Leaving::SignedOut, kNow);
  EXPECT_TRUE(facts_of(lease, kNow + limits::kPresenceLease).connected);
}

TEST(Lease, a_session_counts_once_and_an_unknown_one_not_at_all) {
  Lease lease = with({kPhone, kPhone});
  leave(lease, kLaptop, Leaving::SignedOut, kNow);
  EXPECT_TRUE(facts_of(lease, kNow).connected);
  leave(lease, kPhone, Leaving::SignedOut, kNow);
  EXPECT_TRUE(ended(lease, kNow));
}

TEST(Lease, attending_lasts_two_minutes_to_the_tick) {
  Lease lease = with({kPhone});
  EXPECT_FALSE(facts_of(lease, kNow).attending);
  lease.attended = kNow;
  EXPECT_TRUE(facts_of(lease, kNow + limits::kAttending - kTick).attending);
  EXPECT_FALSE(facts_of(lease, kNow + limits::kAttending).attending);
}

}  // namespace
}  // namespace holdfast::presence
