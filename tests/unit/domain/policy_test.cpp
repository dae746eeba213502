// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

using namespace std::chrono_literals;

bool tells(const Rung& rung, Audience audience) {
  return std::find(rung.whom.begin(), rung.whom.end(), audience) != rung.whom.end();
}

const PolicyRow& row(Level level, Holder holder, Kinds kinds = {}) {
  return row_for(default_policy(), level, kinds, holder);
}

/// When the rung is told, from the raise.
std::vector<std::chrono::seconds> times(const PolicyRow& r) {
  std::vector<std::chrono::seconds> all;
  std::chrono::seconds sum{0};
  for (const Rung& rung : r.chain) all.push_back(sum += rung.wait);
  return all;
}

template <class Each>
void for_each_case(Each each) {
  for (const Level level : {Level::High, Level::Imminent}) {
    for (unsigned kinds = 0; kinds < 256; ++kinds) {
      for (int holder = 0; holder < 4; ++holder) {
        each(level, Kinds{static_cast<std::uint8_t>(kinds)}, static_cast<Holder>(holder));
      }
    }
  }
}

TEST(DefaultPolicy, passes_its_own_check) {
  std::string why;
  EXPECT_TRUE(check_policy(default_policy(), why)) << why;
  EXPECT_EQ(why, "");
}

TEST(DefaultPolicy, has_a_next_human_for_every_level_set_of_kinds_and_holder) {
  for_each_case([](Level level, Kinds kinds, Holder holder) {
    const PolicyRow& r = row_for(default_policy(), level, kinds, holder);
    ASSERT_FALSE(r.chain.empty());
    EXPECT_EQ(r.level, level);
    EXPECT_EQ(r.chain.front().wait, 0s);
    for (const Rung& rung : r.chain) EXPECT_FALSE(rung.whom.empty());
    EXPECT_TRUE(r.chain.back().outside);
    EXPECT_TRUE(r.chain.back().sound);
    EXPECT_GT(r.repeat_last, 0s);
    if (holder == Holder::Nobody) {
      EXPECT_FALSE(tells(r.chain.front(), Audience::HoldingSupporter)) << "there is none to tell";
    }
  });
}

TEST(DefaultPolicy, imminent_keeps_the_clocks_of_practice) {
  for (int holder = 0; holder < 4; ++holder) {
    const PolicyRow& r = row(Level::Imminent, static_cast<Holder>(holder));
    EXPECT_EQ(times(r), (std::vector<std::chrono::seconds>{0s, 60s, 180s, 300s, 480s}));
    EXPECT_EQ(r.repeat_last, 120s);
    EXPECT_EQ(r.eyes_on, 90s);
    EXPECT_EQ(r.in_hand, 600s);
    EXPECT_TRUE(r.supervisor_closes);
    EXPECT_TRUE(tells(r.chain[0], Audience::Supervisors) && r.chain[0].sound);
    EXPECT_TRUE(tells(r.chain[1], Audience::BackupSupervisor) && r.chain[1].outside);
    EXPECT_TRUE(tells(r.chain[2], Audience::ClinicalLead) && r.chain[2].outside);
    EXPECT_TRUE(tells(r.chain[3], Audience::DutyOfficer) && r.chain[3].outside);
  }
  EXPECT_TRUE(tells(row(Level::Imminent, Holder::PresentSupporter).chain[0], Audience::HoldingSupporter));
}

TEST(DefaultPolicy, high_with_a_present_supporter_is_theirs_for_five_minutes_and_silent_for_others) {
  const PolicyRow& r = row(Level::High, Holder::PresentSupporter, Kinds{}.add(Kind::Suicide));
  EXPECT_TRUE(supporter_first(r));
  EXPECT_TRUE(tells(r.chain[0], Audience::HoldingSupporter));
  EXPECT_TRUE(tells(r.chain[0], Audience::Supervisors)) << "a row on the board";
  EXPECT_EQ(r.chain[1].wait, 300s);
  EXPECT_TRUE(tells(r.chain[1], Audience::Supervisors) && r.chain[1].sound);
  EXPECT_FALSE(r.supervisor_closes);
}

TEST(DefaultPolicy, high_sounds_to_supervisors_at_once_where_no_one_person_can_ask) {
  const Kinds suicide = Kinds{}.add(Kind::Suicide);
  const Kinds minor = Kinds{}.add(Kind::Abuse).add(Kind::ChildSafety);
  for (const PolicyRow* r :
       {&row(Level::High, Holder::Nobody, suicide), &row(Level::High, Holder::AbsentSupporter, suicide),
        &row(Level::High, Holder::Group, suicide), &row(Level::High, Holder::PresentSupporter, minor)}) {
    EXPECT_TRUE(tells(r->chain[0], Audience::Supervisors));
    EXPECT_TRUE(r->chain[0].sound);
    EXPECT_EQ(r->chain[1].wait, 300s);
    EXPECT_TRUE(r->chain[1].outside) << "unacknowledged for 5 min: a pager outside";
  }
}

TEST(RowFor, falls_back_to_the_default_where_a_hole_got_through) {
  const Policy empty;
  for_each_case([&](Level level, Kinds kinds, Holder holder) {
    EXPECT_EQ(&row_for(empty, level, kinds, holder), &row_for(default_policy(), level, kinds, holder));
  });
  EXPECT_EQ(row_for(default_policy(), Level::Watch, {}, Holder::Nobody).level, Level::High);
}

TEST(RowFor, first_row_that_matches_applies) {
  Policy policy = default_policy();
  PolicyRow mine = row(Level::High, Holder::Nobody);
  mine.kind = Kind::Overdose;
  mine.repeat_last = 77s;
  policy.rows.insert(policy.rows.begin(), mine);
  const Kinds both = Kinds{}.add(Kind::Overdose).add(Kind::Suicide);
  EXPECT_EQ(row_for(policy, Level::High, both, Holder::PresentSupporter).repeat_last, 77s);
  EXPECT_NE(row_for(policy, Level::High, Kinds{}.add(Kind::Suicide), Holder::Nobody).repeat_last, 77s);
  EXPECT_NE(row_for(policy, Level::Imminent, both, Holder::Nobody).repeat_last, 77s);
}

struct Hole {
  const char* name;
  std::function<void(Policy&)> dig;
  const char* said;  // part of the sentence
};

class CheckPolicy : public testing::TestWithParam<Hole> {};
TEST_P(CheckPolicy, refuses_and_names_the_hole) {
  Policy policy = default_policy();
  GetParam().dig(policy);
  std::string why;
  const Result<void> checked = check_policy(policy, why);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Code::Invalid);
  EXPECT_NE(why.find(GetParam().said), std::string::npos) << why;
  EXPECT_TRUE(why.ends_with('.')) << why;
}

constexpr std::size_t kImminentAny = 2;  // rows of the default policy
constexpr std::size_t kHighAny = 5;

INSTANTIATE_TEST_SUITE_P(
    Holes, CheckPolicy,
    testing::Values(
        Hole{"nothing_at_all", [](Policy& p) { p.rows.clear(); }, "No row for high held by nobody"},
        Hole{"imminent_in_the_queue", [](Policy& p) { p.rows.erase(p.rows.begin() + kImminentAny); },
             "No row for imminent held by nobody"},
        Hole{"one_kind_only", [](Policy& p) { p.rows[kHighAny].kind = Kind::Relapse; }, "with no kind"},
        Hole{"all_kinds_but_one",
             [](Policy& p) {
               PolicyRow any = p.rows[kHighAny];
               p.rows.clear();
               for (const Level level : {Level::High, Level::Imminent}) {
                 for (int k = 0; k < kKindCount - 1; ++k) {
                   any.level = level;
                   any.supervisor_closes = true;
                   any.kind = static_cast<Kind>(k);
                   p.rows.push_back(any);
                 }
               }
             },
             "No row for high held by nobody with no kind"},
        Hole{"one_holder", [](Policy& p) { p.rows[kHighAny].holder = Holder::Group; }, "held by nobody"},
        Hole{"empty_chain", [](Policy& p) { p.rows[0].chain.clear(); }, "Row 1 of the policy has no rung"},
        Hole{"rung_without_anyone", [](Policy& p) { p.rows[1].chain[2].whom.clear(); },
             "Row 2 of the policy has a rung that tells nobody"},
        Hole{"first_rung_waits", [](Policy& p) { p.rows[0].chain[0].wait = 1s; },
             "waits before its first rung"},
        Hole{"negative_wait", [](Policy& p) { p.rows[0].chain[1].wait = -1s; }, "wait"},
        Hole{"no_wait_between_rungs", [](Policy& p) { p.rows[0].chain[1].wait = 0s; }, "wait"},
        Hole{"a_second_over_a_day", [](Policy& p) { p.rows[0].chain[1].wait = 24h + 1s; }, "wait"},
        Hole{"last_rung_inside", [](Policy& p) { p.rows[0].chain.back().outside = false; }, "outside"},
        Hole{"last_rung_silent", [](Policy& p) { p.rows[0].chain.back().sound = false; }, "no sound"},
        Hole{"repeats_without_pause", [](Policy& p) { p.rows[0].repeat_last = 0s; }, "repeats its last rung"},
        Hole{"no_clock_for_eyes_on", [](Policy& p) { p.rows[0].eyes_on = 0s; },
             "clock after acknowledgement"},
        Hole{"no_clock_for_in_hand", [](Policy& p) { p.rows[0].in_hand = 25h; },
             "clock after acknowledgement"},
        Hole{"no_clock_for_outcome", [](Policy& p) { p.rows[0].outcome = -1s; },
             "clock after acknowledgement"},
        Hole{"anyone_closes_imminent", [](Policy& p) { p.rows[0].supervisor_closes = false; },
             "close an imminent"},
        Hole{"imminent_starts_in_silence", [](Policy& p) { p.rows[0].chain[0].sound = false; }, "at once"},
        Hole{"imminent_starts_without_supervisors",
             [](Policy& p) { p.rows[0].chain[0].whom = {Audience::HoldingSupporter}; }, "at once"},
        Hole{"too_many_rows", [](Policy& p) { p.rows.resize(limits::kPolicyRows + 1, p.rows[0]); },
             "more rows"},
        Hole{"too_many_rungs",
             [](Policy& p) { p.rows[0].chain.resize(limits::kRungs + 1, p.rows[0].chain.back()); },
             "more rungs"},
        Hole{"never_pages_again", [](Policy& p) { p.merge_repage = 0s; }, "page again"},
        Hole{"no_time_for_resources", [](Policy& p) { p.resources_card = -1s; }, "resources"}),
    [](const auto& hole) { return std::string{hole.param.name}; });

TEST(CheckPolicyEdge, longest_wait_and_longest_chain_pass) {
  Policy policy = default_policy();
  policy.rows[0].chain[1].wait = 24h;
  policy.rows[0].chain.resize(limits::kRungs, policy.rows[0].chain.back());
  policy.rows.resize(limits::kPolicyRows, policy.rows[0]);
  std::string why;
  EXPECT_TRUE(check_policy(policy, why)) << why;
}

}  // namespace
}  // namespace holdfast::domain
