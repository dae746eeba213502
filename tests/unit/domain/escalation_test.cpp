// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/escalation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/domain/escalation_cases.hpp"

namespace holdfast::domain {
namespace {

using namespace cases;

bool told(const EscalationMove& move, Audience audience) {
  return move.tell &&
         std::find(move.tell->whom.begin(), move.tell->whom.end(), audience) != move.tell->whom.end();
}

template <class T>
Code refusal(const Result<T>& result) {
  return result ? Code{} : result.error().code;
}

TEST(Opening, tells_the_first_rung_at_once_and_sets_the_clock_of_the_second) {
  const EscalationMove move = open_escalation(EscalationId{5}, raise(Level::Imminent), imminent(), kNow);
  EXPECT_EQ(move.next.state, EscalationState::Raised);
  EXPECT_EQ(move.next.first, (MessageRef{ConversationId{2}, Seq{4}}));
  EXPECT_EQ(move.next.seeker, PersonId{3});
  EXPECT_EQ(move.next.next_due, kNow + 60s);
  EXPECT_TRUE(told(move, Audience::Supervisors));
  EXPECT_TRUE(move.tell->sound);
  EXPECT_FALSE(move.paged_again);
}

TEST(Opening, a_flag_is_the_present_supporters_first_but_who_asks_is_heard) {
  const EscalationMove flag = open_escalation(EscalationId{5}, raise(Level::High), supporters(), kNow);
  EXPECT_TRUE(told(flag, Audience::HoldingSupporter));
  EXPECT_FALSE(flag.tell->sound);
  EXPECT_EQ(flag.next.next_due, kNow + 300s);
  for (const EscalationCause cause : {EscalationCause::SupporterAsked, EscalationCause::AskedForHelp}) {
    const EscalationMove asked =
        open_escalation(EscalationId{5}, raise(Level::High, {}, cause), supporters(), kNow);
    EXPECT_TRUE(told(asked, Audience::Supervisors));
    EXPECT_TRUE(asked.tell->sound);
  }
}

TEST(Climbing, imminent_reaches_each_rung_exactly_at_its_time_and_repeats_the_last_for_ever) {
  Escalation e = opened(imminent());
  std::vector<std::pair<std::chrono::seconds, Audience>> rungs{{60s, Audience::BackupSupervisor},
                                                               {180s, Audience::ClinicalLead},
                                                               {300s, Audience::DutyOfficer},
                                                               {480s, Audience::DutyOfficer}};
  for (int i = 1; i <= 100; ++i) rungs.emplace_back(480s + i * 120s, Audience::DutyOfficer);
  for (const auto& [at, whom] : rungs) {
    EXPECT_FALSE(climb(e, imminent(), kNow + at - 1us).tell) << at.count() << " s: a microsecond early";
    const EscalationMove move = climb(e, imminent(), kNow + at);
    EXPECT_TRUE(told(move, whom)) << at.count() << " s";
    EXPECT_TRUE(move.tell->outside);
    EXPECT_EQ(move.next.state, EscalationState::Raised);
    EXPECT_EQ(move.next.raised, kNow) << "the same raise";
    e = move.next;
  }
}

TEST(Climbing, after_an_outage_catches_up_with_the_time_that_passed) {
  Escalation e = opened(imminent());
  const Instant back = kNow + 301s;
  for (const std::uint32_t step : {1U, 2U, 3U}) {
    const EscalationMove move = climb(e, imminent(), back);
    ASSERT_TRUE(move.tell);
    EXPECT_EQ(move.tell->step, step);
    e = move.next;
  }
  EXPECT_FALSE(climb(e, imminent(), back).tell);
  EXPECT_EQ(e.next_due, kNow + 480s);
  // Days late the last rung is told once, not once for each repeat that was missed.
  e = climb(e, imminent(), kNow + 72h).next;
  e = climb(e, imminent(), kNow + 72h).next;
  EXPECT_FALSE(climb(e, imminent(), kNow + 72h).tell);
}

TEST(Climbing, a_shorter_chain_after_a_change_of_policy_means_its_last_rung) {
  const EscalationMove move = climb(climbed_to(4, imminent()), high(), kNow + 1h);
  EXPECT_TRUE(told(move, Audience::ClinicalLead));
  EXPECT_EQ(move.next.next_due, kNow + 1h + 300s);
}

TEST(Climbing, a_record_that_lost_its_clock_is_due_now) {
  Escalation e = opened(imminent());
  e.next_due.reset();
  EXPECT_TRUE(climb(e, imminent(), kNow).tell);
}

TEST(Climbing, a_closed_one_stays_closed) {
  const EscalationMove move = climb(closed(imminent()), imminent(), kNow + 100h);
  EXPECT_EQ(move.next.state, EscalationState::Closed);
  EXPECT_FALSE(move.tell);
}

struct AfterAcknowledgement {
  const char* name;
  Escalation (*made)(const PolicyRow&, PersonId, Instant);
  std::chrono::seconds due;
};
class Reopens : public testing::TestWithParam<AfterAcknowledgement> {};
TEST_P(Reopens, one_step_up_exactly_when_its_clock_runs_out) {
  const auto& [name, made, due] = GetParam();
  const Escalation e = made(imminent(), kAna, kNow);
  EXPECT_EQ(e.next_due, kNow + due);
  EXPECT_FALSE(climb(e, imminent(), kNow + due - 1us).tell);
  const EscalationMove move = climb(e, imminent(), kNow + due);
  EXPECT_EQ(move.next.state, EscalationState::Raised);
  EXPECT_EQ(move.next.acknowledged_by, PersonId{});
  EXPECT_FALSE(move.next.acknowledged || move.next.eyes_on || move.next.in_hand);
  EXPECT_EQ(move.next.step, 1U);
  EXPECT_TRUE(told(move, Audience::BackupSupervisor));
  EXPECT_EQ(move.next.next_due, kNow + due + 120s);
}
INSTANTIATE_TEST_SUITE_P(Each, Reopens,
                         testing::Values(AfterAcknowledgement{"acknowledged_without_eyes_on", &acked, 90s},
                                         AfterAcknowledgement{"seen_without_action", &seen, 600s},
                                         AfterAcknowledgement{"in_hand_without_outcome", &held, 3600s}),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST(Reopening, at_the_last_rung_stays_there_under_a_new_key) {
  const Escalation top = climbed_to(4, imminent());
  const Escalation e = acknowledge(top, kAna, imminent(), *top.next_due)->next;
  const EscalationMove move = climb(e, imminent(), *e.next_due);
  EXPECT_EQ(move.next.step, 4U);
  EXPECT_GT(move.next.round, top.round);
  EXPECT_TRUE(told(move, Audience::DutyOfficer));
}

TEST(SupporterFirst, acknowledging_does_not_stretch_the_five_minutes_to_ask) {
  const Escalation e = opened(supporters());
  const Escalation late = acknowledge(e, kSam, supporters(), kNow + 280s)->next;
  EXPECT_EQ(late.next_due, kNow + 300s);
  const Escalation read = eyes_on(late, kSam, supporters(), kNow + 285s)->next;
  EXPECT_EQ(read.next_due, kNow + 300s);
  const EscalationMove move = climb(read, supporters(), kNow + 300s);
  EXPECT_TRUE(told(move, Audience::Supervisors));
  EXPECT_TRUE(move.tell->sound);
  const Escalation asking = take_in_hand(read, kSam, supporters(), kNow + 299s)->next;
  EXPECT_FALSE(climb(asking, supporters(), kNow + 300s).tell) << "asked in time";
}

TEST(Acknowledging, first_wins_and_the_same_person_again_changes_nothing) {
  const Escalation e = acked(imminent());
  EXPECT_EQ(refusal(acknowledge(e, kBen, imminent(), kNow)), Code::AlreadyDone);
  const auto again = acknowledge(e, kAna, imminent(), kNow + 60s);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->next.acknowledged, kNow);
  EXPECT_EQ(again->next.next_due, kNow + 90s) << "a second tap gains no time";
  EXPECT_EQ(refusal(acknowledge(closed(imminent()), kAna, imminent(), kNow)), Code::AlreadyDone);
}

TEST(EyesOn, only_by_who_acknowledged_and_counted_once) {
  EXPECT_EQ(refusal(eyes_on(acked(imminent()), kBen, imminent(), kNow)), Code::Forbidden);
  EXPECT_EQ(refusal(eyes_on(opened(imminent()), kAna, imminent(), kNow)), Code::Forbidden);
  EXPECT_EQ(refusal(eyes_on(closed(imminent()), kAna, imminent(), kNow)), Code::AlreadyDone);
  const auto again = eyes_on(seen(imminent()), kAna, imminent(), kNow + 300s);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->next.eyes_on, kNow);
  EXPECT_EQ(again->next.next_due, kNow + 600s);
}

TEST(InHand, needs_eyes_on_by_who_acknowledged_and_still_on_it_renews) {
  EXPECT_EQ(refusal(take_in_hand(acked(imminent()), kAna, imminent(), kNow)), Code::Invalid);
  EXPECT_EQ(refusal(take_in_hand(seen(imminent()), kBen, imminent(), kNow)), Code::Forbidden);
  EXPECT_EQ(refusal(take_in_hand(opened(imminent()), kAna, imminent(), kNow)), Code::Forbidden);
  EXPECT_EQ(refusal(take_in_hand(closed(imminent()), kAna, imminent(), kNow)), Code::AlreadyDone);
  const auto still = take_in_hand(held(imminent()), kAna, imminent(), kNow + 50min);
  ASSERT_TRUE(still);
  EXPECT_EQ(still->next.next_due, kNow + 110min);
}

struct Closing {
  const char* name;
  Escalation record;
  const PolicyRow* row;
  PersonId who;
  OrgRoles roles;
  Outcome outcome;
  Code want;  // Code{}: closes
};
class Close : public testing::TestWithParam<Closing> {};
TEST_P(Close, gives) {
  const Closing& c = GetParam();
  const auto got = close(c.record, c.who, c.roles, c.outcome, *c.row, kNow + 1s);
  ASSERT_EQ(refusal(got), c.want);
  if (!got) return;
  EXPECT_EQ(got->next.state, EscalationState::Closed);
  EXPECT_EQ(got->next.outcome, c.outcome);
  EXPECT_EQ(got->next.closed, kNow + 1s);
  EXPECT_FALSE(got->next.next_due);
  EXPECT_FALSE(got->tell);
}
constexpr Outcome kSafe = Outcome::SafeWithPlan;
INSTANTIATE_TEST_SUITE_P(
    Rules, Close,
    testing::Values(Closing{"imminent_in_hand", held(imminent()), &imminent(), kAna, kSupervisor, kSafe,
                            Code{}},
                    Closing{"imminent_seen", seen(imminent()), &imminent(), kAna, kSupervisor, kSafe, Code{}},
                    Closing{"imminent_not_seen", acked(imminent()), &imminent(), kAna, kSupervisor, kSafe,
                            Code::Forbidden},
                    Closing{"imminent_nobody_has", opened(imminent()), &imminent(), kAna, kSupervisor, kSafe,
                            Code::Forbidden},
                    Closing{"imminent_another_has", held(imminent()), &imminent(), kBen, kSupervisor, kSafe,
                            Code::Forbidden},
                    Closing{"imminent_by_supporter", held(imminent(), kSam), &imminent(), kSam, kSupporter,
                            kSafe, Code::Forbidden},
                    Closing{"imminent_under_a_lax_row", held(imminent(), kSam), &high(), kSam, kSupporter,
                            kSafe, Code::Forbidden},
                    Closing{"imminent_without_outcome", held(imminent()), &imminent(), kAna, kSupervisor,
                            Outcome::None, Code::OutcomeMissing},
                    Closing{"high_without_outcome", held(high()), &high(), kAna, kSupervisor, Outcome::None,
                            Code::OutcomeMissing},
                    Closing{"high_dismissed_by_its_holder", opened(supporters()), &supporters(), kSam,
                            kSupporter, Outcome::NotACrisis, Code{}},
                    Closing{"high_asked_by_its_holder", held(supporters(), kSam), &supporters(), kSam,
                            kSupporter, Outcome::QuestionsAskedSafe, Code{}},
                    Closing{"high_that_a_lead_has_by_supporter", held(high()), &high(), kSam, kSupporter,
                            kSafe, Code::Forbidden},
                    Closing{"high_that_a_supporter_has_by_lead", held(supporters(), kSam), &supporters(),
                            kAna, kSupervisor, kSafe, Code{}},
                    Closing{"closed_before", closed(imminent()), &imminent(), kAna, kSupervisor, kSafe,
                            Code::AlreadyDone}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(AcknowledgerLost, is_told_again_at_once_at_the_same_step_whatever_they_had_reached) {
  const Escalation second = climbed_to(1, imminent());
  const Instant at = kNow + 70s;
  Escalation e = acknowledge(second, kAna, imminent(), at)->next;
  for (int reached = 0; reached < 3; ++reached) {
    const EscalationMove move = acknowledger_lost(e, imminent(), at + 30s);
    EXPECT_EQ(move.next.state, EscalationState::Raised);
    EXPECT_EQ(move.next.step, 1U);
    EXPECT_GT(move.next.round, e.round);
    EXPECT_TRUE(told(move, Audience::BackupSupervisor));
    EXPECT_EQ(move.next.next_due, at + 30s + 120s);
    e = reached == 0 ? eyes_on(e, kAna, imminent(), at)->next : take_in_hand(e, kAna, imminent(), at)->next;
  }
  EXPECT_FALSE(acknowledger_lost(opened(imminent()), imminent(), kNow).tell);
  EXPECT_FALSE(acknowledger_lost(closed(imminent()), imminent(), kNow).tell);
}

TEST(HolderLost, turns_a_silent_start_into_sound_and_leaves_every_other_alone) {
  const PolicyRow& gone = row(Level::High, Holder::AbsentSupporter);
  const EscalationMove move = holder_lost(opened(supporters()), supporters(), gone, kNow + 10s);
  EXPECT_TRUE(told(move, Audience::Supervisors));
  EXPECT_TRUE(move.tell->sound);
  EXPECT_EQ(move.next.next_due, kNow + 310s);
  EXPECT_FALSE(holder_lost(climbed_to(1, supporters()), supporters(), gone, kNow + 310s).tell)
      << "supervisors know";
  EXPECT_FALSE(holder_lost(opened(imminent()), imminent(), imminent(), kNow).tell);
  EXPECT_FALSE(holder_lost(held(supporters()), supporters(), gone, kNow).tell) << "someone has it";
  EXPECT_FALSE(holder_lost(closed(supporters()), supporters(), gone, kNow).tell);
}

TEST(Carrying, one_imminent_in_hand_and_one_watched_a_person) {
  Escalation in_hand = held(imminent());
  in_hand.id = EscalationId{1};
  Escalation watched = acked(imminent());
  watched.id = EscalationId{2};
  Escalation others = held(imminent(), kBen);
  others.id = EscalationId{3};
  Escalation lower = held(high());
  lower.id = EscalationId{4};
  const std::vector<Escalation> open{in_hand, watched, others, lower};
  const Escalation third = opened(imminent());

  EXPECT_TRUE(room_to_acknowledge(third, carried_by(kAna, {}, third.id)));
  EXPECT_TRUE(room_to_acknowledge(third, carried_by(kAna, std::vector{in_hand, lower}, third.id)));
  EXPECT_EQ(refusal(room_to_acknowledge(third, carried_by(kAna, open, third.id))), Code::Forbidden);
  EXPECT_TRUE(room_to_acknowledge(opened(high()), carried_by(kAna, open, third.id))) << "high always fits";
  EXPECT_TRUE(room_to_acknowledge(third, carried_by(kBen, open, third.id)));

  EXPECT_EQ(refusal(room_to_take_in_hand(watched, carried_by(kAna, open, watched.id))), Code::Forbidden);
  EXPECT_TRUE(room_to_take_in_hand(in_hand, carried_by(kAna, open, in_hand.id))) << "still on it";
  EXPECT_TRUE(room_to_take_in_hand(lower, carried_by(kAna, open, lower.id)));
}

}  // namespace
}  // namespace holdfast::domain
