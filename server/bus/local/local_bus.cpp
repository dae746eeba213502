// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "bus/local/local_bus.hpp"

#include <utility>

namespace holdfast::bus {

void LocalBus::listen(Listener listener) {
  listeners_.push_back(std::move(listener));
}

void LocalBus::publish(std::shared_ptr<const store::EventBatch> batch) {
  for (const Listener& listener : listeners_) listener(batch);
}

void LocalBus::publish_passing(domain::Event event) {
  auto batch = std::make_shared<store::EventBatch>();
  batch->events.push_back(std::move(event));
  publish(std::move(batch));
}

}  // namespace holdfast::bus
