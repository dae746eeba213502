// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include "domain/limits.hpp"
#include "gateway/rate.hpp"
#include "gateway/session_fsm.hpp"

namespace holdfast::gateway {
namespace {

using State = SessionFsm::State;

SessionFsm signed_in() {
  SessionFsm fsm;
  EXPECT_TRUE(fsm.begin_sign_in());
  EXPECT_TRUE(fsm.complete_sign_in());
  return fsm;
}

TEST(SessionFsm, nothing_begins_before_sign_in_is_complete) {
  SessionFsm fsm;
  EXPECT_EQ(fsm.may_begin(0).error().code, Code::Unauthenticated);
  EXPECT_TRUE(fsm.begin_sign_in());
  EXPECT_EQ(fsm.may_begin(0).error().code, Code::Unauthenticated);
  EXPECT_FALSE(fsm.signed_in());
  EXPECT_TRUE(fsm.complete_sign_in());
  EXPECT_TRUE(fsm.may_begin(0));
}

TEST(SessionFsm, a_second_hello_is_invalid) {
  SessionFsm fsm;
  EXPECT_TRUE(fsm.begin_sign_in());
  EXPECT_EQ(fsm.begin_sign_in().error().code, Code::Invalid);
  EXPECT_TRUE(fsm.complete_sign_in());
  EXPECT_EQ(fsm.begin_sign_in().error().code, Code::Invalid);
}

TEST(SessionFsm, a_sign_in_that_ends_after_the_close_does_not_open_it_again) {
  SessionFsm fsm;
  EXPECT_TRUE(fsm.begin_sign_in());
  EXPECT_TRUE(fsm.close());
  EXPECT_FALSE(fsm.complete_sign_in());
  EXPECT_TRUE(fsm.closed());
}

TEST(SessionFsm, the_sign_in_deadline_closes_only_who_is_not_in) {
  SessionFsm fsm;
  EXPECT_EQ(fsm.sign_in_deadline(), CloseCode::SignInTooLate);
  EXPECT_TRUE(fsm.begin_sign_in());
  EXPECT_EQ(fsm.sign_in_deadline(), CloseCode::SignInTooLate);
  EXPECT_TRUE(fsm.complete_sign_in());
  EXPECT_EQ(fsm.sign_in_deadline(), std::nullopt);
}

TEST(SessionFsm, bad_frames_close_only_in_a_row) {
  SessionFsm fsm = signed_in();
  for (int i = 1; i < limits::kBadFramesInRow; ++i) EXPECT_EQ(fsm.bad_frame(), std::nullopt);
  fsm.good_frame();
  for (int i = 1; i < limits::kBadFramesInRow; ++i) EXPECT_EQ(fsm.bad_frame(), std::nullopt);
  EXPECT_EQ(fsm.bad_frame(), CloseCode::TooManyBadFrames);
}

TEST(SessionFsm, one_request_over_the_bound_is_busy_with_a_retry) {
  const SessionFsm fsm = signed_in();
  EXPECT_TRUE(fsm.may_begin(limits::kInFlight - 1));
  const auto over = fsm.may_begin(limits::kInFlight);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, Code::Busy);
  EXPECT_GT(over.error().retry_after.count(), 0);
}

TEST(SessionFsm, a_draining_session_begins_nothing_and_drains_once) {
  SessionFsm fsm = signed_in();
  EXPECT_TRUE(fsm.drain());
  EXPECT_TRUE(fsm.signed_in()) << "its frames are still those of someone signed in";
  EXPECT_EQ(fsm.may_begin(0).error().code, Code::Draining);
  EXPECT_FALSE(fsm.drain());
  EXPECT_FALSE(SessionFsm{}.drain()) << "nobody signed in: close at once";
}

TEST(SessionFsm, closes_once) {
  SessionFsm fsm = signed_in();
  EXPECT_TRUE(fsm.close());
  EXPECT_FALSE(fsm.close());
}

TEST(CloseCodeOf, what_is_wrong_with_the_token_does_not_come_back_and_what_is_wrong_here_does) {
  EXPECT_FALSE(comes_back(close_code_of(Code::Unauthenticated)));
  EXPECT_FALSE(comes_back(close_code_of(Code::Unsupported)));
  EXPECT_TRUE(comes_back(close_code_of(Code::Unavailable)));
  EXPECT_TRUE(comes_back(close_code_of(Code::Busy)));
  EXPECT_TRUE(comes_back(close_code_of(Code::Internal)));
}

using namespace std::chrono_literals;
constexpr Steady kNow = Steady{} + 1h;

TEST(Rate, a_burst_passes_and_the_next_waits_for_its_turn) {
  Rate rate{kNow, 20, 40};
  for (int i = 0; i < 40; ++i) ASSERT_EQ(rate.take(kNow), 0ms) << i;
  EXPECT_EQ(rate.take(kNow), 50ms);
  EXPECT_EQ(rate.take(kNow + 49ms), 1ms);
  EXPECT_EQ(rate.take(kNow + 50ms), 0ms);
  EXPECT_EQ(rate.take(kNow + 50ms), 50ms);
}

TEST(Rate, silence_saves_up_one_burst_and_no_more) {
  Rate rate{kNow, 20, 40};
  for (int i = 0; i < 40; ++i) ASSERT_EQ(rate.take(kNow + 1h), 0ms);
  EXPECT_GT(rate.take(kNow + 1h), 0ms);
}

TEST(Rate, what_moves_an_escalation_is_never_limited) {
  EXPECT_TRUE(unlimited(domain::Acknowledge{}));
  EXPECT_TRUE(unlimited(domain::AskLead{}));
  EXPECT_TRUE(unlimited(domain::AskForHelp{.language = {}, .wishes = {}, .urgent = true}));
  EXPECT_FALSE(unlimited(domain::AskForHelp{}));
  EXPECT_FALSE(unlimited(domain::Send{}));
  EXPECT_FALSE(unlimited(domain::SetTyping{}));
}

}  // namespace
}  // namespace holdfast::gateway
