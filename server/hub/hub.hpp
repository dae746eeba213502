// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/observe.hpp"
#include "domain/ids.hpp"
#include "hub/shard.hpp"
#include "io/reactor.hpp"
#include "store/commit.hpp"

namespace holdfast::hub {

/// This node's shards, one a reactor. `receive` may be called from any thread: one piece of mail a reactor
/// and batch.
class Hub {
 public:
  Hub(io::Reactors& reactors, Epoch epoch, Observer& observer);
  ~Hub();
  void receive(std::shared_ptr<const store::EventBatch> batch);
  void receive_passing(domain::Event event);
  /// Only from that reactor's thread.
  [[nodiscard]] Shard& shard(std::size_t reactor) { return *shards_.at(reactor); }

 private:
  io::Reactors& reactors_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace holdfast::hub
