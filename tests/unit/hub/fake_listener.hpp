// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <vector>

#include "hub/shard.hpp"

namespace holdfast::tests {

/// A session without a socket: `read()` takes all that its queue holds, as lines.
class FakeListener final : public hub::Listener, public hub::Writer {
 public:
  explicit FakeListener(PersonId person = PersonId{1}, TokenId token = TokenId{1},
                        wire::Subprotocol subprotocol = wire::Subprotocol::Protobuf,
                        hub::SendQueue::Bounds bounds = {})
      : person_{person}, token_{token}, subprotocol_{subprotocol}, queue_{*this, bounds} {}

  wire::Subprotocol subprotocol() const override { return subprotocol_; }
  hub::SendQueue& queue() override { return queue_; }
  PersonId person() const override { return person_; }
  TokenId token() const override { return token_; }
  void end(Code reason) override { ended.push_back(reason); }
  void wake() override { ++wakes; }

  std::vector<std::string> read() {
    std::vector<std::string> lines;
    while (!queue_.empty()) lines.emplace_back(queue_.pop()->bytes());
    return lines;
  }

  std::vector<Code> ended;
  int wakes{0};

 private:
  PersonId person_;
  TokenId token_;
  wire::Subprotocol subprotocol_;
  hub::SendQueue queue_;
};

inline domain::Event a_message(ConversationId conversation, std::uint64_t seq,
                               domain::Content content = domain::Text{Secret{"hello"}}) {
  auto message = std::make_shared<domain::Message>();
  message->conversation = conversation;
  message->seq = Seq{seq};
  message->content = std::move(content);
  return {domain::topic(conversation), domain::MessageEvent{std::move(message)}};
}

inline store::EventBatch batch_of(std::vector<domain::Event> events) {
  return {.events = std::move(events)};
}

}  // namespace holdfast::tests
