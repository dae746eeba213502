// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/escalation.hpp"
#include "tests/unit/domain/escalation_cases.hpp"

namespace holdfast::domain {
namespace {

using namespace cases;

bool told(const EscalationMove& move, Audience audience) {
  return move.tell &&
         std::find(move.tell->whom.begin(), move.tell->whom.end(), audience) != move.tell->whom.end();
}

EscalationMove merged(const Escalation& open, const Raise& flag, Instant now,
                      Holder holder = Holder::Nobody) {
  return merge(open, flag, default_policy(), holder, now);
}

struct Merging {
  const char* name;
  Escalation open;
  Level level;
  Kinds kinds;
  std::chrono::microseconds after;
  bool pages;
};
class Merge : public testing::TestWithParam<Merging> {};
TEST_P(Merge, pages_again_or_links) {
  const Merging& m = GetParam();
  const EscalationMove move = merged(m.open, raise(m.level, m.kinds), kNow + m.after);
  EXPECT_EQ(move.paged_again, m.pages);
  EXPECT_EQ(move.tell.has_value(), m.pages);
  EXPECT_EQ(move.next.level, std::max(m.open.level, m.level));
  EXPECT_FALSE(m.kinds.adds_to(move.next.kinds));
  EXPECT_EQ(move.next.first, m.open.first) << "the message that raised it stays";
  if (m.pages) {
    EXPECT_EQ(move.next.state, EscalationState::Raised);
  } else {
    EXPECT_EQ(move.next.state, m.open.state);
    EXPECT_EQ(move.next.next_due, m.open.next_due);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Cases, Merge,
    testing::Values(
        Merging{"same_again", acked(high()), Level::High, kSuicide, 1min, false},
        Merging{"lower_again", acked(imminent()), Level::High, kSuicide, 1min, false},
        Merging{"no_kind_known", acked(high()), Level::High, {}, 1min, false},
        Merging{"level_rises", acked(high()), Level::Imminent, kSuicide, 1min, true},
        Merging{"level_rises_while_in_hand", held(high()), Level::Imminent, kSuicide, 1min, true},
        Merging{"level_rises_while_nobody_has_it", opened(high()), Level::Imminent, kSuicide, 1min, true},
        Merging{"new_kind", acked(high()), Level::High, kOverdose, 1min, true},
        Merging{"new_kind_beside_a_known_one", held(high()), Level::High, Kinds{kSuicide}.add(Kind::Abuse),
                1min, true},
        Merging{"new_kind_at_a_lower_level", seen(imminent()), Level::High, kOverdose, 1min, true},
        Merging{"nobody_looked_for_just_under_10_min", opened(high()), Level::High, kSuicide, 10min - 1us,
                false},
        Merging{"nobody_looked_for_10_min", opened(high()), Level::High, kSuicide, 10min, true},
        Merging{"acknowledged_and_nobody_looked", acked(high()), Level::High, kSuicide, 10min, true},
        Merging{"looked_just_under_10_min_ago", seen(high()), Level::High, kSuicide, 10min - 1us, false},
        Merging{"looked_10_min_ago", seen(high()), Level::High, kSuicide, 10min, true},
        Merging{"in_hand_counts_as_looking", held(high()), Level::High, kSuicide, 50min, false}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Merging, what_someone_had_starts_anew_at_the_bottom_of_the_higher_chain) {
  const EscalationMove move = merged(held(high()), raise(Level::Imminent), kNow + 5min);
  EXPECT_EQ(move.next.step, 0U);
  EXPECT_EQ(move.next.raised, kNow + 5min);
  EXPECT_EQ(move.next.next_due, kNow + 5min + 60s);
  EXPECT_EQ(move.next.acknowledged_by, PersonId{});
  EXPECT_TRUE(told(move, Audience::Supervisors));
}

TEST(Merging, what_nobody_took_keeps_its_height_and_tells_everyone_up_to_there) {
  const Escalation third = climbed_to(2, imminent());
  const EscalationMove move = merged(third, raise(Level::Imminent, kOverdose), kNow + 190s);
  EXPECT_EQ(move.next.step, 2U);
  for (const Audience a : {Audience::Supervisors, Audience::BackupSupervisor, Audience::ClinicalLead}) {
    EXPECT_TRUE(told(move, a));
  }
  EXPECT_TRUE(move.tell->outside);
  EXPECT_EQ(move.next.next_due, kNow + 300s) << "the duty officer is not put off";
}

TEST(Merging, a_person_who_writes_on_and_on_cannot_delay_any_rung) {
  Escalation e = opened(imminent());
  for (int kind = 0; kind < kKindCount; ++kind) {
    const EscalationMove move =
        merged(e, raise(Level::Imminent, Kinds{}.add(static_cast<Kind>(kind))), kNow + 59s);
    EXPECT_LE(*move.next.next_due, kNow + 60s);
    e = move.next;
  }
}

TEST(Merging, who_asks_breaks_the_silence_of_a_supporter_first_start_once) {
  for (const EscalationCause cause : {EscalationCause::SupporterAsked, EscalationCause::AskedForHelp}) {
    const Raise ask = raise(Level::High, {}, cause);
    const EscalationMove move = merged(held(supporters(), kSam), ask, kNow + 1min, Holder::PresentSupporter);
    EXPECT_TRUE(told(move, Audience::Supervisors));
    EXPECT_TRUE(move.tell->sound);
    const EscalationMove again = merged(move.next, ask, kNow + 2min, Holder::PresentSupporter);
    EXPECT_FALSE(again.tell) << "a second tap is the same escalation";
    EXPECT_FALSE(merged(opened(imminent()), ask, kNow).tell) << "supervisors have heard it";
  }
}

TEST(Merging, into_a_closed_one_loses_nothing) {
  const EscalationMove move = merged(closed(imminent()), raise(Level::High), kNow + 1min);
  EXPECT_EQ(move.next.state, EscalationState::Raised);
  EXPECT_TRUE(move.tell);
  EXPECT_TRUE(move.next.next_due);
  EXPECT_EQ(move.next.outcome, Outcome::None);
}

}  // namespace
}  // namespace holdfast::domain
