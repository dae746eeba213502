// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "bus/local/local_bus.hpp"

#include <thread>

#include "conformance/bus/bus_suite.hpp"

namespace holdfast::tests {
namespace {

INSTANTIATE_TEST_SUITE_P(Local, BusSuite,
                         testing::Values(BusMaker{"in_process",
                                                  [] { return std::make_unique<bus::LocalBus>(); }}),
                         [](const auto& maker) { return maker.param.name; });

TEST(LocalBus, is_heard_before_publish_returns_on_the_publishers_thread) {
  bus::LocalBus bus;
  std::thread::id heard_on;
  bus.listen([&](auto) { heard_on = std::this_thread::get_id(); });
  bus.publish(std::make_shared<const store::EventBatch>());
  EXPECT_EQ(heard_on, std::this_thread::get_id());
}

}  // namespace
}  // namespace holdfast::tests
