// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "presence/presence.hpp"
#include "support/manual_clock.hpp"

/// What every presence must do, on one node with a clock of the test.
namespace holdfast::tests {

/// One implementation set up: its parts, and what it told.
class PresenceUnderTest {
 public:
  virtual ~PresenceUnderTest() = default;
  virtual presence::Presence& presence() = 0;
  virtual ManualClock& clock() = 0;
  /// Runs what the application runs each limits::kPresenceTick.
  virtual void tick() = 0;
  /// Presence events published so far, in order.
  virtual std::vector<domain::Presence> told() = 0;
  /// Staff whose lease was reported as ended.
  virtual std::vector<std::pair<OrganisationId, PersonId>> gone() = 0;
};

struct PresenceMaker {
  std::string name;
  std::function<std::unique_ptr<PresenceUnderTest>()> make;
};

class PresenceSuite : public testing::TestWithParam<PresenceMaker> {};

}  // namespace holdfast::tests
