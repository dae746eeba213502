// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// Bytes of a send → request; an answer and a committed message → frame, in both subprotocols; sealing.
#include <memory>
#include <string>

#include "holdfast/v1/envelope.pb.h"
#include "micro/counting.hpp"
#include "support/words.hpp"
#include "vault/vault.hpp"
#include "wire/decode.hpp"
#include "wire/encode.hpp"

namespace {

using namespace holdfast;

constexpr std::string_view kSaid = load::kWords[2];

void decode_send(benchmark::State& state) {
  v1::ClientFrame frame;
  frame.set_id(7);
  frame.mutable_send()->set_conversation_id(1ULL << 61U);
  frame.mutable_send()->set_client_message_id(std::string(16, 'i'));
  frame.mutable_send()->set_text(std::string{kSaid});
  const std::string bytes = frame.SerializeAsString();
  load::Allocations allocations{state};
  for (auto _ : state) {
    benchmark::DoNotOptimize(wire::decode(wire::Subprotocol::Protobuf, bytes, wire::Stage::SignedIn));
  }
  allocations.tell();
}
BENCHMARK(decode_send);

void encode_answer(benchmark::State& state) {
  const domain::Reply reply{
      1ULL << 32U, domain::ReplyBody{domain::Sent{Seq{1000}, instant_of(1'764'000'000'000'000), false}}};
  load::Allocations allocations{state};
  for (auto _ : state) benchmark::DoNotOptimize(wire::encode(wire::Subprotocol::Protobuf, reply));
  allocations.tell();
}
BENCHMARK(encode_answer);

void encode_message(benchmark::State& state, wire::Subprotocol subprotocol) {
  auto message = std::make_shared<domain::Message>();
  message->conversation = ConversationId{1ULL << 61U};
  message->seq = Seq{1000};
  message->author = PersonId{1ULL << 61U};
  message->at = instant_of(1'764'000'000'000'000);
  message->content = domain::Text{Secret{kSaid}};
  const domain::EventBody event{domain::MessageEvent{message}};
  load::Allocations allocations{state};
  for (auto _ : state) benchmark::DoNotOptimize(wire::encode(subprotocol, event, Epoch{1}));
  allocations.tell();
}
BENCHMARK_CAPTURE(encode_message, protobuf, wire::Subprotocol::Protobuf);
BENCHMARK_CAPTURE(encode_message, json, wire::Subprotocol::Json);

void seal(benchmark::State& state) {
  const vault::DataKey key{std::string(32, 'k')};
  const vault::Binding binding{ConversationId{1}, PersonId{1}, {}};
  load::Allocations allocations{state};
  for (auto _ : state) benchmark::DoNotOptimize(key.seal(binding, kSaid));
  allocations.tell();
}
BENCHMARK(seal);

void digest(benchmark::State& state) {
  const vault::DataKey key{std::string(32, 'k')};
  load::Allocations allocations{state};
  for (auto _ : state) benchmark::DoNotOptimize(key.digest(kSaid));
  allocations.tell();
}
BENCHMARK(digest);

}  // namespace
