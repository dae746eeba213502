// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/overload.hpp"

#include <gtest/gtest.h>

#include <array>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

constexpr std::array kOrder{Work::Typing,      Work::Presence,  Work::DeepHistory,  Work::GroupSend,
                            Work::NewListener, Work::NewPerson, Work::OneToOneSend, Work::Escalation};

Load load(std::size_t waiting) {
  return {waiting, 1000};
}

TEST(Overload, an_idle_node_gives_nothing_up) {
  for (const Work work : kOrder) EXPECT_TRUE(admit(work, load(0)));
}

TEST(Overload, a_full_one_keeps_escalations_only) {
  for (const Work work : kOrder) EXPECT_EQ(admit(work, load(1000)).has_value(), work == Work::Escalation);
}

TEST(Overload, what_is_given_up_earlier_never_begins_where_what_is_given_up_later_does_not) {
  for (std::size_t waiting = 0; waiting <= 1000; ++waiting) {
    bool later = false;
    for (const Work work : kOrder) {
      const bool now = admit(work, load(waiting)).has_value();
      EXPECT_TRUE(now || !later) << "at " << waiting;
      later = now;
    }
  }
}

TEST(Overload, each_step_is_given_up_alone) {
  std::size_t seen = 0;
  for (std::size_t waiting = 0; waiting <= 1000; ++waiting) {
    std::size_t refused = 0;
    for (const Work work : kOrder) refused += admit(work, load(waiting)) ? 0 : 1;
    EXPECT_LE(refused, seen + 1);
    seen = refused;
  }
  EXPECT_EQ(seen, kOrder.size() - 1);
}

TEST(Overload, a_step_begins_exactly_where_it_says) {
  EXPECT_TRUE(admit(Work::OneToOneSend, load(799)));
  const auto refused = admit(Work::OneToOneSend, load(800));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Busy);
  EXPECT_EQ(refused.error().retry_after, limits::kOverloadRetry);
}

}  // namespace
}  // namespace holdfast::domain
