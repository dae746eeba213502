// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/stories/house.hpp"

namespace holdfast::tests {
namespace {

class Access : public testing::Test {
 protected:
  Code subscribing(const service::Actor& who, ConversationId where) {
    const domain::Cursor cursor{where, {}, {}};
    const auto item = house.run(service::resume(*house.ctx, who, cursor));
    return item.refused ? item.refused->code : Code::Internal;
  }
  House house;
  Talk talk{house};
};

TEST_F(Access, a_stranger_finds_nothing_anywhere) {
  const auto stranger = house.seeker();
  for (const ConversationId where : {talk.main, talk.beside, house.board, ConversationId{42}}) {
    EXPECT_EQ(subscribing(stranger, where), Code::NotFound);
    EXPECT_EQ(house.refused(service::post_message(*house.ctx, stranger, house.text(where, kPlain))),
              Code::NotFound);
    const domain::EndConversation end{where, domain::EndReason::Finished};
    EXPECT_EQ(house.refused(service::end_conversation(*house.ctx, stranger, end)), Code::NotFound);
  }
}

TEST_F(Access, the_seeker_reads_their_conversation_and_never_the_staff_side) {
  EXPECT_EQ(subscribing(talk.seeker, talk.main), Code::Internal);  // not refused
  EXPECT_EQ(subscribing(talk.seeker, talk.beside), Code::NotFound);
  EXPECT_EQ(subscribing(talk.seeker, house.board), Code::NotFound);
  house.must(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kImminent)));
  const auto list = house.must(service::list_conversations(*house.ctx, talk.seeker, {}));
  ASSERT_EQ(list.conversations.size(), 1U);
  const auto& shown = list.conversations.front().conversation;
  EXPECT_EQ(shown.level, Level::None);
  EXPECT_TRUE(shown.kinds.empty());
  EXPECT_FALSE(shown.staff_side);
}

TEST_F(Access, a_supervisor_reads_along_only_after_observing_which_the_staff_side_tells) {
  EXPECT_EQ(subscribing(talk.supervisor, talk.main), Code::NotFound);
  const domain::Observe observe{talk.main};
  house.must(service::observe_conversation(*house.ctx, talk.supervisor, observe));
  EXPECT_EQ(subscribing(talk.supervisor, talk.main), Code::Internal);
  const auto notes = house.notes<domain::MemberNote>(talk.beside);
  ASSERT_FALSE(notes.empty());
  EXPECT_EQ(notes.back().what, domain::MemberNote::What::Observed);
  EXPECT_EQ(notes.back().person, talk.supervisor.person);
}

TEST_F(Access, when_the_only_lead_goes_and_comes_back_staff_and_those_who_wait_hear_the_truth_of_the_line) {
  const auto waiting = house.seeker();
  house.must(service::ask_for_help(*house.ctx, waiting, {}));
  house.passing.clear();
  service::session_ended(*house.ctx, talk.supervisor, presence::Leaving::SignedOut);
  house.must(service::person_gone(*house.ctx, house.organisation, talk.supervisor.person));
  house.must(service::welcome(*house.ctx, talk.supervisor));
  house.must(service::request_status(*house.ctx, waiting));  // behind it in the reactor's mail
  std::vector<domain::LineState> staff, seekers;
  for (const auto& event : house.passing) {
    if (const auto* line = std::get_if<domain::LineEvent>(&event.body)) {
      EXPECT_EQ(event.topic, domain::staff_topic(house.organisation));
      staff.push_back(line->line);
    }
    const auto* place = std::get_if<domain::QueuePlaceEvent>(&event.body);
    if (place != nullptr && event.topic == domain::topic(waiting.person))
      seekers.push_back(place->place.line);
  }
  const std::vector gone_and_back{domain::LineState::LowRiskOnly, domain::LineState::Open};
  EXPECT_EQ(staff, gone_and_back);
  EXPECT_EQ(seekers, gone_and_back);
}

TEST_F(Access, of_two_who_take_one_wins) {
  const auto person = house.seeker();
  const auto other = house.staff(domain::OrgRole::Supporter);
  const domain::TakeRequest take{house.must(service::ask_for_help(*house.ctx, person, {})).request.id};
  house.must(service::take_request(*house.ctx, talk.supporter, take));
  EXPECT_EQ(house.refused(service::take_request(*house.ctx, other, take)), Code::AlreadyDone);
}

TEST_F(Access, a_cursor_ahead_or_of_another_epoch_is_told_the_truth) {
  domain::Cursor ahead{talk.main, {}, Seq{1000}};
  EXPECT_EQ(subscribing(talk.seeker, talk.main), Code::Internal);
  auto item = house.run(service::resume(*house.ctx, talk.seeker, ahead));
  ASSERT_TRUE(item.refused);
  EXPECT_EQ(item.refused->code, Code::CursorAhead);
  ahead.epoch = Epoch{house.real->epoch().get() + 7};
  item = house.run(service::resume(*house.ctx, talk.seeker, ahead));
  ASSERT_TRUE(item.refused);
  EXPECT_EQ(item.refused->code, Code::EpochChanged);
  EXPECT_EQ(item.from, Seq{0});
  EXPECT_EQ(item.epoch, house.real->epoch());
}

TEST_F(Access, a_signed_out_token_is_no_longer_good) {
  service::Arrive arriving{"line", Version{1}, std::nullopt};
  const auto arrived = house.must(service::arrive(*house.ctx, std::move(arriving)));
  const auto actor = house.must(service::authenticate(*house.ctx, arrived.token));
  house.must(service::sign_out(*house.ctx, actor));
  EXPECT_EQ(house.refused(service::authenticate(*house.ctx, arrived.token)), Code::Unauthenticated);
}

TEST_F(Access, a_recovery_phrase_is_good_once) {
  service::Arrive arriving{"line", Version{1}, std::nullopt};
  const auto arrived = house.must(service::arrive(*house.ctx, std::move(arriving)));
  const auto back = house.must(service::recover(*house.ctx, "line", arrived.recovery_phrase));
  EXPECT_EQ(back.person, arrived.person);
  EXPECT_EQ(house.refused(service::recover(*house.ctx, "line", arrived.recovery_phrase)),
            Code::Unauthenticated);
}

TEST_F(Access, nobody_arrives_without_the_notice_or_at_a_closed_line) {
  service::Arrive unread{"line", Version{}, std::nullopt};
  EXPECT_EQ(house.refused(service::arrive(*house.ctx, unread)), Code::NoticeNotShown);
  service::Arrive young{"line", Version{1}, 15};
  EXPECT_EQ(house.refused(service::arrive(*house.ctx, young)), Code::UnderAge);
  house.must(service::set_line_by_operator(*house.ctx, house.organisation, domain::LineState::Closed));
  service::Arrive late{"line", Version{1}, std::nullopt};
  EXPECT_EQ(house.refused(service::arrive(*house.ctx, late)), Code::LineClosed);
}

}  // namespace
}  // namespace holdfast::tests
