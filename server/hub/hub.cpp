// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hub/hub.hpp"

#include <utility>

namespace holdfast::hub {

Hub::Hub(io::Reactors& reactors, Epoch epoch, Observer& observer) : reactors_{reactors} {
  shards_.reserve(reactors.size());
  for (std::size_t i = 0; i < reactors.size(); ++i)
    shards_.push_back(std::make_unique<Shard>(epoch, observer));
}

Hub::~Hub() = default;

void Hub::receive(std::shared_ptr<const store::EventBatch> batch) {
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    reactors_.at(i).mail(io::Mail{[shard = shards_[i].get(), batch] { shard->deliver(*batch); }});
  }
}

void Hub::receive_passing(domain::Event event) {
  const auto shared = std::make_shared<const domain::Event>(std::move(event));
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    reactors_.at(i).mail(io::Mail{[shard = shards_[i].get(), shared] { shard->deliver(*shared); }});
  }
}

}  // namespace holdfast::hub
