// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/hub/encode_for_test.hpp"
#include "unit/hub/fake_listener.hpp"

namespace holdfast::hub {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::a_message;
using tests::batch_of;
using tests::FakeListener;

constexpr ConversationId kRoom{7};
constexpr ConversationId kOther{8};
constexpr OrganisationId kLine{3};

struct Counts final : Observer {
  void count(Signal signal, std::uint64_t times) noexcept override {
    seen[static_cast<std::size_t>(signal)] += times;
  }
  std::uint64_t of(Signal signal) const { return seen[static_cast<std::size_t>(signal)]; }
  std::array<std::uint64_t, static_cast<std::size_t>(Signal::kCount)> seen{};
};

class ShardTest : public testing::Test {
 protected:
  ~ShardTest() override { tests::pad_messages(0); }
  void seat(FakeListener& listener, domain::OrgRoles roles = {}) { shard.enter(listener, kLine, roles); }
  void join(ConversationId room, FakeListener& listener, std::uint64_t to = 0) {
    shard.open(room, listener);
    ASSERT_TRUE(shard.activate(room, listener, Seq{to}));
  }
  void say(ConversationId room, std::uint64_t seq, domain::Content content = domain::Text{Secret{"hello"}}) {
    shard.deliver(batch_of({a_message(room, seq, std::move(content))}));
  }
  void tell(PersonId person, domain::EventBody body) {
    shard.deliver(domain::Event{domain::topic(person), body});
  }

  Counts counts;
  Shard shard{Epoch{1}, counts};
  FakeListener anna{PersonId{1}, TokenId{11}};
  FakeListener ben{PersonId{2}, TokenId{12}};
};

TEST_F(ShardTest, a_listener_hears_its_conversations_and_no_others) {
  seat(anna);
  seat(ben);
  join(kRoom, anna);
  join(kOther, ben);
  shard.deliver(batch_of({a_message(kRoom, 1), a_message(kOther, 1), a_message(ConversationId{99}, 1)}));
  EXPECT_THAT(anna.read(), ElementsAre("message 7/1"));
  EXPECT_THAT(ben.read(), ElementsAre("message 8/1"));
}

TEST_F(ShardTest, an_event_is_encoded_once_a_subprotocol_and_a_session_woken_once_a_batch) {
  FakeListener web{PersonId{3}, TokenId{13}, wire::Subprotocol::Json};
  for (FakeListener* listener : {&anna, &ben, &web}) {
    seat(*listener);
    join(kRoom, *listener);
  }
  tests::encoded_events();
  shard.deliver(batch_of({a_message(kRoom, 1), a_message(kRoom, 2)}));
  EXPECT_EQ(tests::encoded_events(), 4U);
  EXPECT_EQ(anna.wakes, 1);
  EXPECT_THAT(web.read(), ElementsAre("json:message 7/1", "json:message 7/2"));
}

TEST_F(ShardTest, nothing_is_encoded_for_a_subprotocol_nobody_speaks_or_a_room_nobody_hears) {
  seat(anna);
  join(kRoom, anna);
  tests::encoded_events();
  shard.deliver(batch_of({a_message(kRoom, 1), a_message(kOther, 1)}));
  EXPECT_EQ(tests::encoded_events(), 1U);
}

TEST_F(ShardTest, what_passes_while_the_page_is_read_comes_behind_it_and_nothing_twice) {
  seat(anna);
  shard.open(kRoom, anna);
  say(kRoom, 4);
  say(kRoom, 5);
  EXPECT_EQ(anna.wakes, 0) << "not live before its page";
  ASSERT_TRUE(shard.activate(kRoom, anna, Seq{4}));
  EXPECT_EQ(anna.wakes, 0) << "the caller flushes, behind its page";
  say(kRoom, 6);
  EXPECT_THAT(anna.read(), ElementsAre("message 7/5", "message 7/6"));
}

TEST_F(ShardTest, a_page_older_than_what_is_kept_must_be_read_on) {
  seat(anna);
  seat(ben);
  join(kRoom, ben, 2);
  say(kRoom, 3);
  shard.open(kRoom, anna);
  say(kRoom, 4);
  EXPECT_FALSE(shard.activate(kRoom, anna, Seq{2})) << "3 passed before the subscription was opened";
  EXPECT_THAT(anna.read(), IsEmpty());
  ASSERT_TRUE(shard.activate(kRoom, anna, Seq{3}));
  EXPECT_THAT(anna.read(), ElementsAre("message 7/4"));
}

TEST_F(ShardTest, someone_who_reads_an_older_page_than_the_first_to_be_live_reads_on) {
  seat(anna);
  seat(ben);
  shard.open(kRoom, ben);  // reads up to 7; then 8 and 9 are committed and on their way here
  join(kRoom, anna, 9);
  say(kRoom, 8);
  say(kRoom, 9);
  EXPECT_FALSE(shard.activate(kRoom, ben, Seq{7}));
  EXPECT_TRUE(shard.activate(kRoom, ben, Seq{9}));
}

TEST_F(ShardTest, more_than_is_kept_while_reading_must_be_read_on) {
  seat(anna);
  shard.open(kRoom, anna);
  for (std::uint64_t seq = 1; seq <= limits::kOpeningEvents + 1; ++seq) say(kRoom, seq);
  EXPECT_FALSE(shard.activate(kRoom, anna, Seq{0}));
  ASSERT_TRUE(shard.activate(kRoom, anna, Seq{limits::kOpeningEvents + 1}));
  say(kRoom, limits::kOpeningEvents + 2);
  EXPECT_EQ(anna.read().size(), 1U);
}

TEST_F(ShardTest, an_erasure_that_passes_while_the_page_is_read_is_heard) {
  seat(anna);
  shard.open(kRoom, anna);
  shard.deliver(domain::Event{domain::topic(kRoom), domain::Erased{kRoom, Seq{2}}});
  ASSERT_TRUE(shard.activate(kRoom, anna, Seq{5}));
  EXPECT_THAT(anna.read(), ElementsAre("erased 2"));
}

TEST_F(ShardTest, duplicates_and_late_comers_are_never_delivered) {
  seat(anna);
  join(kRoom, anna, 1);
  for (const std::uint64_t seq : {2, 2, 1, 3, 2}) say(kRoom, seq);
  EXPECT_THAT(anna.read(), ElementsAre("message 7/2", "message 7/3"));
}

struct AskedRepair final : Repair {
  void missing(ConversationId, Seq after, Seq before) override {
    asked.emplace_back(after.get(), before.get());
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> asked;
};

TEST_F(ShardTest, a_missing_message_is_asked_for_once_and_later_ones_wait_for_it) {
  AskedRepair repair;
  shard.set_repair(&repair);
  seat(anna);
  join(kRoom, anna, 1);
  for (const std::uint64_t seq : {4, 3, 7}) say(kRoom, seq);
  EXPECT_THAT(anna.read(), IsEmpty());
  EXPECT_THAT(repair.asked, ElementsAre(std::pair{1U, 4U}));
  say(kRoom, 2);
  EXPECT_THAT(anna.read(), ElementsAre("message 7/2", "message 7/3", "message 7/4"));
  EXPECT_THAT(repair.asked, ElementsAre(std::pair{1U, 4U}, std::pair{4U, 7U}))
      << "the second hole is asked for too";
  shard.unrepairable(kRoom);
  EXPECT_THAT(anna.read(), ElementsAre("lagging 7 at 7"));
}

TEST_F(ShardTest, a_gap_nobody_can_repair_makes_its_listeners_page) {
  seat(anna);
  join(kRoom, anna, 1);
  say(kRoom, 3);
  EXPECT_THAT(anna.read(), ElementsAre("lagging 7 at 3"));
  EXPECT_FALSE(shard.listens(kRoom, anna));
  join(kRoom, anna, 3);
  say(kRoom, 4);
  EXPECT_THAT(anna.read(), ElementsAre("message 7/4"));
}

TEST_F(ShardTest, a_full_gap_window_makes_its_listeners_page) {
  AskedRepair repair;
  shard.set_repair(&repair);
  seat(anna);
  join(kRoom, anna, 1);
  for (std::uint64_t i = 0; i < limits::kGapWindow; ++i) say(kRoom, 3 + i);
  EXPECT_THAT(anna.read(), IsEmpty());
  say(kRoom, 3 + limits::kGapWindow);
  EXPECT_THAT(anna.read(), ElementsAre("lagging 7 at " + std::to_string(3 + limits::kGapWindow)));
}

TEST_F(ShardTest, bulk_overflow_lags_that_conversation_only_and_takes_back_what_its_page_will_hold) {
  FakeListener slow{PersonId{3}, TokenId{13}, wire::Subprotocol::Protobuf, {.urgent = 1000, .bulk = 40}};
  seat(slow);
  join(kRoom, slow);
  join(kOther, slow);
  say(kOther, 1);
  for (std::uint64_t seq = 1; seq <= 3; ++seq)
    say(kRoom, seq);  // 11 bytes each: the fourth frame does not fit
  say(kOther, 2);
  say(kRoom, 4);
  EXPECT_THAT(slow.read(), ElementsAre("lagging 7 at 3", "message 8/1", "message 8/2"));
  EXPECT_EQ(counts.of(Signal::SessionLagging), 1U);
  EXPECT_TRUE(shard.listens(kOther, slow));
  join(kRoom, slow, 4);
  say(kRoom, 5);
  EXPECT_THAT(slow.read(), ElementsAre("message 7/5"));
  EXPECT_THAT(slow.ended, IsEmpty());
}

TEST_F(ShardTest, typing_is_dropped_where_a_message_would_lag) {
  FakeListener slow{PersonId{3}, TokenId{13}, wire::Subprotocol::Protobuf, {.urgent = 1000, .bulk = 3}};
  seat(slow);
  join(kRoom, slow);
  shard.deliver(domain::Event{domain::topic(kRoom), domain::TypingEvent{kRoom, PersonId{9}, true}});
  EXPECT_THAT(slow.read(), IsEmpty());
  EXPECT_TRUE(shard.listens(kRoom, slow));
}

TEST_F(ShardTest, a_flag_overtakes_other_conversations_but_never_its_own) {
  seat(anna);
  join(kRoom, anna);
  join(kOther, anna);
  say(kOther, 1);
  say(kRoom, 1);
  say(kRoom, 2, domain::FlagNote{});
  say(kRoom, 3);
  EXPECT_THAT(anna.read(), ElementsAre("message 7/1", "message 7/2", "message 8/1", "message 7/3"));
}

TEST_F(ShardTest, a_stalled_urgent_lane_ends_the_session_once) {
  FakeListener stalled{PersonId{3}, TokenId{13}, wire::Subprotocol::Protobuf, {.urgent = 4, .bulk = 100}};
  seat(stalled);
  tell(PersonId{3}, domain::ConversationAdded{kRoom});
  tell(PersonId{3}, domain::ConversationAdded{kOther});
  EXPECT_THAT(stalled.ended, ElementsAre(Code::Busy));
  EXPECT_EQ(counts.of(Signal::SlowSessionClosed), 1U);
}

TEST_F(ShardTest, all_sockets_of_a_person_hear_what_is_theirs) {
  FakeListener phone{PersonId{1}, TokenId{21}};
  for (FakeListener* listener : {&anna, &phone, &ben}) seat(*listener);
  tell(PersonId{1}, domain::ConversationAdded{kRoom});
  EXPECT_THAT(anna.read(), ElementsAre("added 7"));
  EXPECT_THAT(phone.read(), ElementsAre("added 7"));
  EXPECT_THAT(ben.read(), IsEmpty());
}

TEST_F(ShardTest, a_revoked_token_ends_its_sockets_and_no_others) {
  FakeListener phone{PersonId{1}, TokenId{21}};
  seat(anna);
  seat(phone);
  tell(PersonId{1}, domain::TokenRevoked{TokenId{11}});
  EXPECT_THAT(anna.ended, ElementsAre(Code::Unauthenticated));
  EXPECT_THAT(phone.ended, IsEmpty());
}

TEST_F(ShardTest, ended_access_ends_delivery_also_of_what_is_queued) {
  seat(anna);
  seat(ben);
  join(kRoom, anna);
  join(kRoom, ben);
  say(kRoom, 1);
  tell(PersonId{1}, domain::AccessEnded{kRoom});
  say(kRoom, 2);
  EXPECT_THAT(anna.read(), ElementsAre("access ended 7"));
  EXPECT_THAT(ben.read(), ElementsAre("message 7/1", "message 7/2"));
}

TEST_F(ShardTest, access_that_ends_while_the_page_is_read_is_not_activated) {
  seat(anna);
  shard.open(kRoom, anna);
  tell(PersonId{1}, domain::AccessEnded{kRoom});
  EXPECT_FALSE(shard.activate(kRoom, anna, Seq{0}));
  EXPECT_FALSE(shard.listens(kRoom, anna));
}

TEST_F(ShardTest, staff_events_reach_the_staff_of_that_organisation_only) {
  FakeListener elsewhere{PersonId{4}, TokenId{14}};
  seat(anna, domain::OrgRoles{}.add(domain::OrgRole::Supervisor));
  seat(ben, domain::OrgRoles{}.add(domain::OrgRole::Seeker));
  shard.enter(elsewhere, OrganisationId{4}, domain::OrgRoles{}.add(domain::OrgRole::Supervisor));
  shard.deliver(domain::Event{domain::staff_topic(kLine), domain::AlarmEvent{}});
  EXPECT_THAT(anna.read(), ElementsAre("alarm"));
  EXPECT_THAT(ben.read(), IsEmpty());
  EXPECT_THAT(elsewhere.read(), IsEmpty());
}

TEST_F(ShardTest, presence_reaches_its_watchers_and_the_person_once_each) {
  seat(anna);
  seat(ben);
  shard.watch(ben, {PersonId{1}, PersonId{2}, PersonId{1}});
  tell(PersonId{1}, domain::PresenceEvent{{.person = PersonId{1}, .connected = true}});
  tell(PersonId{2}, domain::PresenceEvent{{.person = PersonId{2}, .connected = true}});
  EXPECT_THAT(anna.read(), ElementsAre("presence 1"));
  EXPECT_THAT(ben.read(), ElementsAre("presence 1", "presence 2"));
  shard.watch(ben, {});
  tell(PersonId{1}, domain::PresenceEvent{{.person = PersonId{1}}});
  EXPECT_THAT(ben.read(), IsEmpty()) << "watching replaces what was watched";
}

struct Tapped final : Tap {
  void committed(const domain::MessagePtr& message) override { seqs.push_back(message->seq.get()); }
  void quiet(ConversationId conversation) override { quieted.push_back(conversation.get()); }
  std::vector<std::uint64_t> seqs, quieted;
};

TEST_F(ShardTest, the_tap_sees_every_message_once_and_when_the_last_listener_goes) {
  Tapped tap;
  shard.set_tap(&tap);
  seat(anna);
  seat(ben);
  join(kRoom, anna);
  join(kRoom, ben);
  for (const std::uint64_t seq : {1, 1, 2}) say(kRoom, seq);
  say(kOther, 5);
  EXPECT_THAT(tap.seqs, ElementsAre(1, 2, 5));
  shard.close(kRoom, anna);
  EXPECT_THAT(tap.quieted, IsEmpty());
  shard.leave(ben);
  EXPECT_THAT(tap.quieted, ElementsAre(7));
}

TEST_F(ShardTest, who_has_left_is_reached_by_nothing) {
  {
    FakeListener brief{PersonId{1}, TokenId{31}};
    seat(brief, domain::OrgRoles{}.add(domain::OrgRole::Supporter));
    join(kRoom, brief);
    shard.watch(brief, {PersonId{2}});
    EXPECT_EQ(shard.subscriptions(brief), 1U);
    shard.leave(brief);
  }
  say(kRoom, 1);
  tell(PersonId{1}, domain::ConversationAdded{kRoom});
  tell(PersonId{2}, domain::PresenceEvent{{.person = PersonId{2}}});
  shard.deliver(domain::Event{domain::staff_topic(kLine), domain::AlarmEvent{}});
  EXPECT_EQ(shard.listeners(), 0U);
}

}  // namespace
}  // namespace holdfast::hub
