// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/stories/house.hpp"

namespace holdfast::tests {
namespace {

using domain::EscalationState;
using domain::Outcome;

class EscalationStory : public testing::Test {
 protected:
  domain::Escalation raise() {
    house.must(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kImminent)));
    return now();
  }
  domain::Escalation now() { return house.must(house.real->open_escalations(house.organisation)).at(0); }

  House house;
  Talk talk{house};
};

TEST_F(EscalationStory, climbs_each_rung_at_its_time_and_repeats_the_last_without_end) {
  raise();
  struct Rung {
    Duration wait;
    std::uint32_t step, round;
    std::size_t calls;
  };
  // The default policy: 60 s, 2 min, 2 min, 3 min, then every 2 min to all three outside.
  const Rung rungs[] = {{60s, 1, 0, 1},  {120s, 2, 0, 1}, {120s, 3, 0, 1},
                        {180s, 4, 0, 3}, {120s, 4, 1, 3}, {120s, 4, 2, 3}};
  for (const auto& rung : rungs) {
    house.notifier.sent.clear();
    house.pass(rung.wait - 1s);
    EXPECT_TRUE(house.notifier.sent.empty()) << "a second early at step " << rung.step;
    house.pass(1s);
    EXPECT_EQ(now().step, rung.step);
    EXPECT_EQ(now().round, rung.round);
    EXPECT_EQ(house.notifier.sent.size(), rung.calls) << "step " << rung.step << " round " << rung.round;
  }
}

TEST_F(EscalationStory, is_worked_to_an_outcome_and_only_then_is_silent) {
  const auto id = raise().id;
  const domain::Acknowledge acknowledge{id};
  house.must(service::acknowledge(*house.ctx, talk.supervisor, acknowledge));
  EXPECT_EQ(house.must(service::acknowledge(*house.ctx, talk.supervisor, acknowledge)).escalation.state,
            EscalationState::Acknowledged);
  const auto other = house.staff(domain::OrgRole::Supervisor);
  EXPECT_EQ(house.refused(service::acknowledge(*house.ctx, other, acknowledge)), Code::AlreadyDone);
  const domain::MarkEyesOn eyes{id};
  house.must(service::mark_eyes_on(*house.ctx, talk.supervisor, eyes));
  const domain::TakeInHand hand{id};
  house.must(service::take_in_hand(*house.ctx, talk.supervisor, hand));
  domain::CloseEscalation close{id, Outcome::None};
  EXPECT_EQ(house.refused(service::close_escalation(*house.ctx, talk.supervisor, close)),
            Code::OutcomeMissing);
  close.outcome = Outcome::SafeWithPlan;
  EXPECT_NE(house.refused(service::close_escalation(*house.ctx, talk.supporter, close)), Code::Internal);
  const auto closed = house.must(service::close_escalation(*house.ctx, talk.supervisor, close));
  EXPECT_EQ(closed.escalation.outcome, Outcome::SafeWithPlan);
  house.notifier.sent.clear();
  house.pass(1h);
  EXPECT_TRUE(house.notifier.sent.empty());
  EXPECT_TRUE(house.must(house.real->open_escalations(house.organisation)).empty());
}

TEST_F(EscalationStory, acknowledging_without_looking_arms_it_again) {
  const domain::Acknowledge acknowledge{raise().id};
  house.must(service::acknowledge(*house.ctx, talk.supervisor, acknowledge));
  house.pass(89s);
  EXPECT_EQ(now().state, EscalationState::Acknowledged);
  house.pass(1s);
  EXPECT_EQ(now().state, EscalationState::Raised);
  EXPECT_EQ(now().step, 1U);
}

TEST_F(EscalationStory, an_acknowledger_who_is_gone_arms_it_again) {
  const domain::Acknowledge acknowledge{raise().id};
  house.must(service::acknowledge(*house.ctx, talk.supervisor, acknowledge));
  house.must(service::person_gone(*house.ctx, house.organisation, talk.supervisor.person));
  EXPECT_EQ(now().state, EscalationState::Raised);
}

TEST_F(EscalationStory, a_dead_notifier_is_tried_again_under_one_key_and_holds_up_no_step) {
  raise();
  house.notifier.answer = refuse(Code::Unavailable);
  house.pass(60s);
  house.pass(5s);
  ASSERT_GE(house.notifier.sent.size(), 2U);
  EXPECT_EQ(house.notifier.sent[0].key, house.notifier.sent[1].key);
  house.pass(115s);
  EXPECT_EQ(now().step, 2U);
}

TEST_F(EscalationStory, a_notification_discloses_nothing) {
  const auto escalation = raise();
  house.pass(60s);
  ASSERT_EQ(house.notifier.sent.size(), 1U);
  const auto& out = house.notifier.sent.front();
  EXPECT_EQ(out.key, std::to_string(escalation.id.get()) + "/1/0/2.0");
  EXPECT_EQ(out.line, "The Line");
  EXPECT_EQ(out.link, "https://line.example/board");
}

TEST_F(EscalationStory, a_stepped_wall_clock_neither_hurries_nor_delays_it) {
  raise();
  house.clock.step_wall(3h);
  house.work_due();
  EXPECT_EQ(now().step, 0U);
  house.clock.step_wall(-6h);
  house.pass(61s);
  EXPECT_EQ(now().step, 1U);
}

TEST_F(EscalationStory, the_end_of_the_conversation_closes_nothing) {
  raise();
  const domain::EndConversation end{talk.main, domain::EndReason::SeekerLeft};
  house.must(service::end_conversation(*house.ctx, talk.seeker, end));
  EXPECT_EQ(now().state, EscalationState::Raised);
}

TEST_F(EscalationStory, asking_for_help_now_opens_one_however_often_it_is_tapped) {
  const auto person = house.seeker();
  domain::AskForHelp ask;
  ask.urgent = true;
  const auto first = house.must(service::ask_for_help(*house.ctx, person, ask));
  const auto again = house.must(service::ask_for_help(*house.ctx, person, ask));
  EXPECT_EQ(first.request.id, again.request.id);
  EXPECT_TRUE(again.request.urgent);
  EXPECT_EQ(house.must(house.real->open_escalations(house.organisation)).size(), 1U);
}

}  // namespace
}  // namespace holdfast::tests
