// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/half_open.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace holdfast::gateway {
namespace {

TEST(HalfOpen, bounds_all_and_gives_places_back) {
  const auto half_open = std::make_shared<HalfOpen>(HalfOpen::Bounds{2, 2});
  auto one = half_open->take();
  auto two = half_open->take();
  ASSERT_TRUE(one && two);
  EXPECT_FALSE(half_open->take());
  one->release();
  one->release();
  EXPECT_EQ(half_open->taken(), 1U);
  EXPECT_TRUE(half_open->take());
}

TEST(HalfOpen, bounds_each_address_alone) {
  const auto half_open = std::make_shared<HalfOpen>(HalfOpen::Bounds{10, 1});
  auto one = half_open->take();
  auto same = half_open->take();
  auto other = half_open->take();
  EXPECT_TRUE(one->count_under(7));
  EXPECT_FALSE(same->count_under(7));
  EXPECT_TRUE(other->count_under(8));
  one->release();
  EXPECT_TRUE(same->count_under(7));
}

TEST(HalfOpen, a_moved_place_is_given_back_once) {
  const auto half_open = std::make_shared<HalfOpen>(HalfOpen::Bounds{2, 1});
  {
    auto first = half_open->take();
    EXPECT_TRUE(first->count_under(7));
    HalfOpen::Slot moved = std::move(*first);
    EXPECT_EQ(half_open->taken(), 1U);
  }
  EXPECT_EQ(half_open->taken(), 0U);
  auto again = half_open->take();
  EXPECT_TRUE(again->count_under(7));
}

}  // namespace
}  // namespace holdfast::gateway
