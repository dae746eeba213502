// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "service/known_lines.hpp"
#include "service/stories/house.hpp"

namespace holdfast::tests {
namespace {

class Talking : public testing::Test {
 protected:
  domain::Sent say(const service::Actor& who, const char* words, ConversationId where) {
    return house.must(service::post_message(*house.ctx, who, house.text(where, words)));
  }
  domain::Sent say(const service::Actor& who, const char* words) { return say(who, words, talk.main); }
  std::vector<domain::Escalation> open() {
    return house.must(house.real->open_escalations(house.organisation));
  }

  House house;
  Talk talk{house};
};

TEST_F(Talking, a_repeat_gets_the_first_answer_and_is_stored_once) {
  const auto send = house.text(talk.main, kPlain);
  const auto first = house.must(service::post_message(*house.ctx, talk.seeker, send));
  const auto head = house.read(talk.main).size();
  const auto again = house.must(service::post_message(*house.ctx, talk.seeker, send));
  EXPECT_EQ(again.seq, first.seq);
  EXPECT_EQ(again.at, first.at);
  EXPECT_TRUE(again.repeat);
  EXPECT_EQ(house.read(talk.main).size(), head);
}

TEST_F(Talking, a_repeat_after_the_end_still_gets_the_first_answer) {
  const auto send = house.text(talk.main, kPlain);
  const auto first = house.must(service::post_message(*house.ctx, talk.seeker, send));
  const domain::EndConversation end{talk.main, domain::EndReason::Finished};
  house.must(service::end_conversation(*house.ctx, talk.supporter, end));
  EXPECT_EQ(house.must(service::post_message(*house.ctx, talk.seeker, send)).seq, first.seq);
  EXPECT_EQ(house.refused(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kPlain))),
            Code::Ended);
}

TEST_F(Talking, the_same_id_with_another_body_is_refused) {
  auto send = house.text(talk.main, kPlain);
  house.must(service::post_message(*house.ctx, talk.seeker, send));
  send.text = Secret{"something else"};
  EXPECT_EQ(house.refused(service::post_message(*house.ctx, talk.seeker, send)), Code::OtherBody);
}

TEST_F(Talking, an_imminent_opens_its_escalation_in_the_same_commit) {
  const int before = house.store->commits();
  const auto sent = say(talk.seeker, kImminent);
  EXPECT_EQ(house.store->commits(), before + 1);
  ASSERT_EQ(open().size(), 1U);
  const auto escalation = open().front();
  EXPECT_EQ(escalation.level, Level::Imminent);
  EXPECT_EQ(escalation.first, (MessageRef{talk.main, sent.seq}));
  EXPECT_EQ(escalation.seeker, talk.seeker.person);
  EXPECT_EQ(house.must(house.real->conversation(talk.main))->level, Level::Imminent);
  EXPECT_EQ(house.notes<domain::FlagNote>(talk.beside).size(), 1U);
  EXPECT_EQ(house.notes<domain::EscalationNote>(talk.beside).size(), 1U);
  EXPECT_EQ(house.notes<domain::EscalationNote>(house.board).size(), 1U);
  const auto cards = house.notes<domain::CardNote>(talk.main);
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards.front().card, domain::CardNote::Card::Emergency);
}

TEST_F(Talking, a_second_flag_of_the_seeker_merges_into_the_open_escalation) {
  say(talk.seeker, kImminent);
  say(talk.seeker, kImminent);
  EXPECT_EQ(open().size(), 1U);
}

TEST_F(Talking, a_supporters_question_never_raises_a_level) {
  say(talk.supporter, "are you thinking of killing yourself tonight?");
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(house.must(house.real->conversation(talk.main))->level, Level::None);
}

TEST_F(Talking, a_supporters_own_disclosure_reaches_one_supervisor_and_never_the_board) {
  const auto board = house.read(house.board).size();
  say(talk.supporter, "i am going to kill myself tonight");
  EXPECT_TRUE(open().empty());
  EXPECT_EQ(house.read(house.board).size(), board);
  const auto theirs = house.must(house.real->conversations_of(talk.supervisor.person, {}, 10));
  ASSERT_EQ(theirs.size(), 1U);
  const auto cards = house.notes<domain::CardNote>(theirs.front());
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards.front().card, domain::CardNote::Card::QuietWord);
}

TEST_F(Talking, a_storm_of_conflicts_ends_with_busy) {
  say(talk.seeker, kPlain);
  int storms = 0;
  house.store->fault([&](const store::Commit&) -> std::optional<Error> {
    ++storms;
    return refuse(Code::Conflict);
  });
  const Result<domain::Sent> sent =
      house.run(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kPlain)));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Code::Busy);
  EXPECT_GT(sent.error().retry_after, 0ms);
  EXPECT_EQ(storms, limits::kConflictTries);
}

TEST_F(Talking, a_crisis_text_in_an_outage_reaches_people_without_its_words) {
  house.passing.clear();
  house.store->fault([](const store::Commit&) -> std::optional<Error> { return refuse(Code::Unavailable); });
  const auto send = house.text(talk.main, kImminent);
  EXPECT_EQ(house.refused(service::post_message(*house.ctx, talk.seeker, send)), Code::Unavailable);
  house.run(io::sleep_for(5ms));
  int alarms = 0;
  for (const auto& event : house.passing) {
    const auto* alarm = std::get_if<domain::AlarmEvent>(&event.body);
    if (alarm == nullptr) continue;
    ++alarms;
    EXPECT_EQ(event.topic, domain::staff_topic(house.organisation));
    EXPECT_EQ(alarm->client_id, send.client_id);
    EXPECT_EQ(alarm->level, Level::Imminent);
  }
  EXPECT_EQ(alarms, 1);
  ASSERT_EQ(house.notifier.sent.size(), 1U);
  EXPECT_TRUE(house.notifier.sent.front().key.starts_with("alarm/"));
  EXPECT_TRUE(open().empty());
}

TEST_F(Talking, an_ordinary_text_in_an_outage_alarms_nobody) {
  house.store->fault([](const store::Commit&) -> std::optional<Error> { return refuse(Code::Unavailable); });
  EXPECT_EQ(house.refused(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kPlain))),
            Code::Unavailable);
  EXPECT_TRUE(house.notifier.sent.empty());
}

TEST_F(Talking, refused_text_that_would_flag_is_known_to_the_door) {
  EXPECT_TRUE(service::would_flag(*house.ctx, talk.seeker, house.text(talk.main, kImminent)));
  EXPECT_FALSE(service::would_flag(*house.ctx, talk.seeker, house.text(talk.main, kPlain)));
  EXPECT_FALSE(service::would_flag(*house.ctx, talk.supporter, house.text(talk.main, kImminent)));
}

TEST_F(Talking, a_sender_who_is_heard_here_reads_the_store_once) {
  say(talk.seeker, kPlain);
  const int reads = house.store->fact_reads();
  for (int i = 0; i < 20; ++i) say(talk.seeker, kPlain);
  EXPECT_EQ(house.store->fact_reads(), reads);
}

io::Task<void> post_into(service::Context& ctx, service::Actor who, domain::Send send,
                         Result<domain::Sent>* out, int* left) {
  *out = co_await service::post_message(ctx, who, std::move(send));
  --*left;
}

io::Task<void> until_none(int* left) {
  while (*left > 0) co_await io::sleep_for(1ms);
}

TEST_F(Talking, pipelined_sends_keep_their_order_even_behind_an_imminent) {
  say(talk.seeker, kPlain);
  constexpr int kSends = 12;
  std::vector<Result<domain::Sent>> sent(kSends, Result<domain::Sent>{refuse(Code::Internal)});
  int left = kSends;
  for (int i = 0; i < kSends; ++i) {
    const char* words = i == 3 ? kImminent : kPlain;
    io::spawn(house.runner.reactor(), post_into(*house.ctx, talk.seeker, house.text(talk.main, words),
                                                &sent[static_cast<std::size_t>(i)], &left));
  }
  house.run(until_none(&left));
  for (std::size_t i = 0; i < kSends; ++i) ASSERT_TRUE(sent[i]) << i << " " << name_of(sent[i].error().code);
  for (std::size_t i = 1; i < kSends; ++i) EXPECT_LT(sent[i - 1]->seq, sent[i]->seq) << i;
  EXPECT_EQ(open().size(), 1U);
}

TEST_F(Talking, an_answer_to_a_question_is_judged_in_its_context) {
  say(talk.supporter, "are you thinking of killing yourself tonight?");
  say(talk.seeker, "yes i am");
  EXPECT_FALSE(open().empty());
}

TEST_F(Talking, nothing_is_erased_under_an_open_escalation) {
  const auto sent = say(talk.seeker, kImminent);
  EXPECT_EQ(house.refused(service::erase_conversation(*house.ctx, talk.main)), Code::Forbidden);
  const domain::EraseMessage erase{talk.main, sent.seq};
  EXPECT_EQ(house.refused(service::erase_message(*house.ctx, talk.seeker, erase)), Code::Forbidden);
}

TEST_F(Talking, erasing_destroys_what_was_said) {
  say(talk.seeker, kPlain);
  house.must(service::erase_conversation(*house.ctx, talk.main));
  EXPECT_TRUE(house.read(talk.main).empty());
  EXPECT_EQ(house.refused(service::post_message(*house.ctx, talk.seeker, house.text(talk.main, kPlain))),
            Code::Ended);
}

}  // namespace
}  // namespace holdfast::tests
