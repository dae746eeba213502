// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "base/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace holdfast {
namespace {

constexpr Code kAll[] = {
    Code::Malformed, Code::Invalid,         Code::TooLarge,         Code::Unsupported, Code::NotFound,
    Code::Forbidden, Code::Unauthenticated, Code::OtherBody,        Code::AlreadyDone, Code::Ended,
    Code::Muted,     Code::CursorAhead,     Code::EpochChanged,     Code::LineClosed,  Code::NoticeNotShown,
    Code::UnderAge,  Code::OutcomeMissing,  Code::RateLimited,      Code::Busy,        Code::Unavailable,
    Code::Conflict,  Code::Draining,        Code::DeadlineExceeded, Code::Internal};

TEST(Error, what_passes_always_says_how_long_to_wait_and_what_does_not_never_does) {
  for (const Code code : kAll) {
    EXPECT_EQ(refuse(code).retry_after.count() > 0, passes(code)) << name_of(code);
  }
  EXPECT_TRUE(passes(Code::Unavailable));
  EXPECT_FALSE(passes(Code::Internal));
  EXPECT_FALSE(passes(Code::OutcomeMissing));
  EXPECT_EQ(refuse(Code::Busy, std::chrono::milliseconds{7}).retry_after.count(), 7);
  EXPECT_EQ(refuse(Code::Muted, std::chrono::minutes{2}).retry_after, std::chrono::minutes{2});
}

TEST(Error, every_code_has_its_own_name_and_a_sentence) {
  std::set<std::string_view> names;
  for (const Code code : kAll) {
    EXPECT_TRUE(names.insert(name_of(code)).second) << name_of(code);
    EXPECT_TRUE(sentence_of(code).ends_with('.')) << name_of(code);
  }
}

}  // namespace
}  // namespace holdfast
