// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <vector>

#include "bus/bus.hpp"

namespace holdfast::bus {

/// The bus of a process that is alone: what is published is heard at once, on the publisher's thread. It
/// loses and doubles nothing. Lives on: any thread; listeners are fixed before the first publish.
class LocalBus final : public Bus {
 public:
  void publish(std::shared_ptr<const store::EventBatch> batch) override;
  void listen(Listener listener) override;
  void publish_passing(domain::Event event) override;
  /// Everything published here was made here: nothing to subscribe to.
  void want(domain::Topic) override {}
  void unwant(domain::Topic) override {}

 private:
  std::vector<Listener> listeners_;
};

}  // namespace holdfast::bus
