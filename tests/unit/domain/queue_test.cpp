// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

using namespace std::chrono_literals;

const Instant kNow = instant_of(1'767'643'200'000'000);

Request waiting(std::uint64_t id, Level level, Duration for_how_long, bool urgent = false) {
  Request request;
  request.id = RequestId{id};
  request.seeker = PersonId{id + 1000};
  request.level = level;
  request.urgent = urgent;
  request.asked = kNow - for_how_long;
  return request;
}

struct Pair {
  const char* name;
  Request first, second;
};

class GoesBefore : public testing::TestWithParam<Pair> {};
TEST_P(GoesBefore, first_then_second) {
  EXPECT_TRUE(goes_before(GetParam().first, GetParam().second, kNow));
  EXPECT_FALSE(goes_before(GetParam().second, GetParam().first, kNow));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, GoesBefore,
    testing::Values(
        Pair{"who_waits_longer", waiting(2, Level::None, 61s), waiting(1, Level::None, 60s)},
        Pair{"lower_id_when_all_else_is_equal", waiting(1, Level::None, 60s), waiting(2, Level::None, 60s)},
        Pair{"urgent_before_high_that_waited_hours", waiting(2, Level::None, 0s, true),
             waiting(1, Level::High, 5h)},
        Pair{"imminent_before_high_that_waited_hours", waiting(2, Level::Imminent, 0s),
             waiting(1, Level::High, 5h)},
        Pair{"urgent_and_imminent_by_time", waiting(2, Level::None, 2s, true),
             waiting(1, Level::Imminent, 1s)},
        Pair{"imminent_and_urgent_by_time", waiting(2, Level::Imminent, 2s),
             waiting(1, Level::None, 1s, true)},
        Pair{"high_just_now_before_29_min", waiting(2, Level::High, 0s), waiting(1, Level::None, 29min)},
        Pair{"30_min_before_high_just_now", waiting(2, Level::None, 30min), waiting(1, Level::High, 0s)},
        Pair{"high_before_one_microsecond_less", waiting(2, Level::High, 0s),
             waiting(1, Level::None, 30min - 1us)},
        Pair{"watch_just_now_before_14_min", waiting(2, Level::Watch, 0s), waiting(1, Level::None, 14min)},
        Pair{"15_min_before_watch_just_now", waiting(2, Level::None, 15min), waiting(1, Level::Watch, 0s)},
        Pair{"high_just_now_before_watch_14_min", waiting(2, Level::High, 0s),
             waiting(1, Level::Watch, 14min)},
        Pair{"watch_15_min_before_high_just_now", waiting(2, Level::Watch, 15min),
             waiting(1, Level::High, 0s)},
        Pair{"a_clock_that_runs_ahead_gains_and_loses_nothing", waiting(1, Level::None, 0s),
             waiting(2, Level::None, -10min)}),
    [](const auto& row) { return std::string{row.param.name}; });

Request any_request(std::mt19937& random, std::uint64_t id) {
  const auto level = static_cast<Level>(random() % 4);
  return waiting(id, level, std::chrono::seconds{random() % 4000}, random() % 8 == 0);
}

TEST(Queue, is_a_total_order_for_any_mix_of_people) {
  std::mt19937 random{20260105};
  for (int round = 0; round < 3000; ++round) {
    const Request a = any_request(random, 1);
    const Request b = any_request(random, 2);
    const Request c = any_request(random, 3);
    EXPECT_FALSE(goes_before(a, a, kNow));
    EXPECT_NE(goes_before(a, b, kNow), goes_before(b, a, kNow));
    if (goes_before(a, b, kNow) && goes_before(b, c, kNow)) {
      EXPECT_TRUE(goes_before(a, c, kNow));
    }
  }
}

TEST(Queue, nobody_swaps_places_only_because_time_passes) {
  std::mt19937 random{7};
  for (int round = 0; round < 3000; ++round) {
    const Request a = any_request(random, 1);
    const Request b = any_request(random, 2);
    EXPECT_EQ(goes_before(a, b, kNow), goes_before(a, b, kNow + 3h));
  }
}

TEST(Queue, place_agrees_with_order_and_counts_only_who_waits) {
  std::mt19937 random{11};
  std::vector<Request> all;
  for (std::uint64_t id = 1; id <= 60; ++id) all.push_back(any_request(random, id));
  order_queue(all, kNow);
  std::vector<Request> with_others = all;
  with_others.push_back(waiting(99, Level::Imminent, 1h));
  with_others.back().state = RequestState::Cancelled;
  std::shuffle(with_others.begin(), with_others.end(), random);
  for (std::uint32_t i = 0; i < all.size(); ++i) EXPECT_EQ(place_of(all[i], with_others, kNow), i);
  EXPECT_EQ(place_of(all.front(), {}, kNow), 0U);
}

// One is served a minute while someone at high risk arrives each minute, for ever. Without ageing the one
// without a sign of risk would never be answered; with it at most those are before them who came within two
// steps after.
TEST(Queue, an_endless_stream_of_high_overtakes_for_two_steps_and_no_longer) {
  std::vector<Request> queue{waiting(1, Level::None, 0s)};
  const Instant bound = kNow + 2 * limits::kAgeStep + 1min;
  std::uint64_t id = 2;
  for (Instant now = kNow;; now += 1min) {
    ASSERT_LE(now, bound) << "still waiting";
    Request high = waiting(id++, Level::High, 0s);
    high.asked = now;
    queue.push_back(high);
    order_queue(queue, now);
    const bool served = queue.front().id == RequestId{1};
    queue.erase(queue.begin());
    if (served) {
      EXPECT_GE(now, kNow + 2 * limits::kAgeStep) << "high goes first until then";
      return;
    }
  }
}

TEST(Queue, exactly_one_takes_and_nobody_takes_their_own) {
  const Request open = waiting(1, Level::None, 1min);
  const auto taken = take(open, PersonId{5}, kNow);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->state, RequestState::Taken);
  EXPECT_EQ(taken->taken_by, PersonId{5});
  EXPECT_EQ(taken->taken, kNow);
  EXPECT_EQ(take(*taken, PersonId{6}, kNow).error().code, Code::AlreadyDone);
  EXPECT_EQ(take(open, open.seeker, kNow).error().code, Code::Forbidden);
}

TEST(Queue, only_who_waits_can_be_taken_or_cancelled) {
  for (const RequestState state : {RequestState::Taken, RequestState::Cancelled, RequestState::Expired}) {
    Request over = waiting(1, Level::High, 1min);
    over.state = state;
    EXPECT_EQ(take(over, PersonId{5}, kNow).error().code, Code::AlreadyDone);
    EXPECT_EQ(cancel(over).error().code, Code::AlreadyDone);
  }
  const auto cancelled = cancel(waiting(1, Level::High, 1min));
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->state, RequestState::Cancelled);
}

}  // namespace
}  // namespace holdfast::domain
