// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <memory>

#include "domain/replies.hpp"
#include "store/commit.hpp"

/// Between the committer and every node's hub. A hint: it may lose, double or delay; what is durable is
/// repaired from the store's commit log (P4).
namespace holdfast::bus {

/// Receives every batch that this node must see, in publishing order per publisher; on the bus's own thread
/// or the publisher's, never blocking it. A passing event comes as a batch of one whose `n` is 0.
using Listener = std::function<void(std::shared_ptr<const store::EventBatch>)>;

class Bus : public store::EventSink {
 public:
  /// Before the first publish; lives until the bus is destroyed.
  virtual void listen(Listener listener) = 0;
  /// Events that are not committed: typing, presence, places in the queue. From any thread.
  virtual void publish_passing(domain::Event event) = 0;
  /// This node has, or no longer has, someone who hears the topic. Reference-counted by the caller.
  virtual void want(domain::Topic topic) = 0;
  virtual void unwant(domain::Topic topic) = 0;
};

}  // namespace holdfast::bus
