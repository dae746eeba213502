// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "bus/bus.hpp"

/// What every bus must do. An implementation instantiates `BusSuite` with its maker; nothing here knows which
/// it is.
namespace holdfast::tests {

struct BusMaker {
  std::string name;
  std::function<std::unique_ptr<bus::Bus>()> make;
};

class BusSuite : public testing::TestWithParam<BusMaker> {};

}  // namespace holdfast::tests
