// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// P11 as people meet it: a node with too much to store refuses in order, says so, and never an alarm.
#include <gmock/gmock.h>

#include "service/stories/house.hpp"

namespace holdfast::tests {
namespace {

class Overloaded : public testing::Test {
 protected:
  void load(std::size_t per_cent) { house.store->pretend_load({per_cent, 100}); }
  Result<domain::Sent> say(const service::Actor& who, ConversationId where, const char* words) {
    return house.run(service::post_message(*house.ctx, who, house.text(where, words)));
  }
  House house;
  Talk talk{house};
};

TEST_F(Overloaded, an_ordinary_text_is_busy_with_a_time_to_come_back) {
  load(90);
  const auto sent = say(talk.seeker, talk.main, kPlain);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Code::Busy);
  EXPECT_EQ(sent.error().retry_after, limits::kOverloadRetry);
}

TEST_F(Overloaded, a_text_that_flags_high_is_stored_and_escalated_on_a_full_node) {
  load(100);
  ASSERT_TRUE(say(talk.seeker, talk.main, kImminent));
  EXPECT_EQ(house.must(service::list_escalations(*house.ctx, talk.supervisor)).escalations.size(), 1U);
}

TEST_F(Overloaded, an_escalation_is_worked_on_a_full_node) {
  ASSERT_TRUE(say(talk.seeker, talk.main, kImminent));
  const auto open = house.must(service::list_escalations(*house.ctx, talk.supervisor)).escalations;
  load(100);
  EXPECT_TRUE(house.run(service::acknowledge(*house.ctx, talk.supervisor, {open.front().id})));
}

TEST_F(Overloaded, typing_is_given_up_before_anything_said) {
  load(30);
  EXPECT_EQ(house.refused(service::set_typing(*house.ctx, talk.seeker, {talk.main, true})), Code::Busy);
  EXPECT_TRUE(say(talk.seeker, talk.main, kPlain));
}

TEST_F(Overloaded, those_who_answer_get_in_where_new_people_are_told_to_come_back) {
  load(75);
  EXPECT_EQ(house.refused(service::welcome(*house.ctx, talk.seeker)), Code::Busy);
  EXPECT_TRUE(house.run(service::welcome(*house.ctx, talk.supervisor)));
  const auto item = house.run(service::resume(*house.ctx, talk.seeker, {talk.main, {}, {}}));
  ASSERT_TRUE(item.refused);
  EXPECT_EQ(item.refused->code, Code::Busy);
  EXPECT_FALSE(house.run(service::resume(*house.ctx, talk.supporter, {talk.main, {}, {}})).refused);
}

}  // namespace
}  // namespace holdfast::tests
