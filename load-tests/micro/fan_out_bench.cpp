// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// One committed message → one frame → N send queues → N buffers, as a reactor does it, without sockets.
/// `each` is the time for a recipient, `copied` bytes copied for one.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "hub/shard.hpp"
#include "micro/counting.hpp"
#include "support/words.hpp"

namespace {

using namespace holdfast;

constexpr ConversationId kRoom{7};
constexpr std::size_t kBuffer = 64 * 1024;

/// A session whose socket always has room: frames go into one buffer, as in the corked layer.
class Sink final : public hub::Listener, public hub::Writer {
 public:
  Sink() : queue_{*this} { out_.reserve(kBuffer); }
  wire::Subprotocol subprotocol() const override { return wire::Subprotocol::Protobuf; }
  hub::SendQueue& queue() override { return queue_; }
  PersonId person() const override { return PersonId{1}; }
  TokenId token() const override { return TokenId{1}; }
  void end(Code) override {}
  void wake() override {
    if (out_.size() > kBuffer / 2) out_.clear();
    while (!queue_.empty()) {
      const wire::FramePtr frame = queue_.pop();
      out_.append(frame->bytes());
      copied += frame->bytes().size();
    }
  }
  std::uint64_t copied{0};

 private:
  hub::SendQueue queue_;
  std::string out_;
};

domain::MessagePtr a_message(std::uint64_t seq) {
  auto message = std::make_shared<domain::Message>();
  message->conversation = kRoom;
  message->seq = Seq{seq};
  message->author = PersonId{1ULL << 61U};
  message->at = instant_of(1'764'000'000'000'000);
  message->content = domain::Text{Secret{load::kWords.at(seq % load::kWords.size())}};
  return message;
}

void fan_out(benchmark::State& state) {
  const auto people = static_cast<std::size_t>(state.range(0));
  const auto batch = static_cast<std::size_t>(state.range(1));
  NoObserver observer;
  hub::Shard shard{Epoch{1}, observer};
  std::vector<std::unique_ptr<Sink>> sinks;
  for (std::size_t i = 0; i < people; ++i) {
    sinks.push_back(std::make_unique<Sink>());
    shard.enter(*sinks.back(), OrganisationId{1}, {});
    shard.open(kRoom, *sinks.back());
    if (!shard.activate(kRoom, *sinks.back(), Seq{0})) state.SkipWithError("a listener could not join");
  }
  std::uint64_t seq = 0;
  load::Allocations allocations{state};
  for (auto _ : state) {
    state.PauseTiming();
    store::EventBatch events;
    for (std::size_t i = 0; i < batch; ++i) {
      events.events.push_back({domain::topic(kRoom), domain::MessageEvent{a_message(++seq)}});
    }
    state.ResumeTiming();
    shard.deliver(events);
  }
  const double each = static_cast<double>(people) * static_cast<double>(batch);
  allocations.tell(each);
  state.counters["each"] =
      benchmark::Counter(each, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["copied"] = static_cast<double>(sinks.front()->copied) / static_cast<double>(seq);
  for (const auto& sink : sinks) shard.leave(*sink);
}
BENCHMARK(fan_out)->ArgNames({"people", "batch"})->ArgsProduct({{1, 100, 1000}, {1, 16}});

}  // namespace
