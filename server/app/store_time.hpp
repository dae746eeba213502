// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>

#include "base/instant.hpp"

namespace holdfast::app {

/// The wall clock that nodes on one database agree on: this machine's, corrected by how far it is from the
/// database's. Any thread, once `follow` was called.
class StoreTime final : public Clock {
 public:
  /// Empty: the machine's own clock is all there is.
  void follow(std::function<Duration()> ahead) { ahead_ = std::move(ahead); }
  [[nodiscard]] Instant wall() const override { return ahead_ ? own_.wall() - ahead_() : own_.wall(); }
  [[nodiscard]] Steady steady() const override { return own_.steady(); }

 private:
  SystemClock own_;
  std::function<Duration()> ahead_;
};

}  // namespace holdfast::app
