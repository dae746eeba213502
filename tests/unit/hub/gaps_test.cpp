// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/gaps.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace holdfast::hub {
namespace {

struct Row {
  const char* name;
  std::optional<Seq> head;
  std::uint64_t seq;
  std::size_t held;
  Turn want;
};
constexpr std::size_t kWindow = 4;

class TurnOf : public testing::TestWithParam<Row> {};
TEST_P(TurnOf, gives) {
  const Row& row = GetParam();
  EXPECT_EQ(turn_of(row.head, Seq{row.seq}, row.held, kWindow), row.want);
}
INSTANTIATE_TEST_SUITE_P(Rules, TurnOf,
                         testing::Values(Row{"nothing_seen_yet", std::nullopt, 9, 0, Turn::Next},
                                         Row{"the_first", Seq{0}, 1, 0, Turn::Next},
                                         Row{"the_next", Seq{7}, 8, 0, Turn::Next},
                                         Row{"the_next_behind_held", Seq{7}, 8, 4, Turn::Next},
                                         Row{"the_head_again", Seq{7}, 7, 0, Turn::Duplicate},
                                         Row{"older", Seq{7}, 1, 0, Turn::Duplicate},
                                         Row{"one_missing", Seq{7}, 9, 0, Turn::Wait},
                                         Row{"last_place_held", Seq{7}, 9, 3, Turn::Wait},
                                         Row{"window_full", Seq{7}, 9, 4, Turn::Repair},
                                         Row{"second_missing_of_empty", Seq{0}, 2, 0, Turn::Wait}),
                         [](const auto& row) { return std::string{row.param.name}; });

domain::MessagePtr message(std::uint64_t seq) {
  auto made = std::make_shared<domain::Message>();
  made->seq = Seq{seq};
  return made;
}

TEST(Held, gives_each_message_once_and_in_order_however_they_came) {
  Held held;
  for (const std::uint64_t seq : {5, 3, 5, 4, 7}) held.keep(message(seq));
  EXPECT_EQ(held.size(), 4U);
  EXPECT_EQ(held.oldest(), Seq{3});
  EXPECT_EQ(held.newest(), Seq{7});
  EXPECT_EQ(held.next_after(Seq{1}), nullptr);
  for (const std::uint64_t seq : {3, 4, 5}) EXPECT_EQ(held.next_after(Seq{seq - 1})->seq, Seq{seq});
  EXPECT_EQ(held.next_after(Seq{5}), nullptr) << "6 is missing";
  EXPECT_EQ(held.size(), 1U);
}

TEST(Held, forgets_what_the_head_has_passed) {
  Held held;
  held.keep(message(3));
  held.keep(message(4));
  EXPECT_EQ(held.next_after(Seq{4}), nullptr);
  EXPECT_EQ(held.size(), 0U);
}

}  // namespace
}  // namespace holdfast::hub
