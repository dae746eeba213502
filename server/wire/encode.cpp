// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/encode.hpp"

#include "wire/frame_header.hpp"
#include "wire/json.hpp"
#include "wire/scratch.hpp"
#include "wire/write_envelope.hpp"

namespace holdfast::wire {
namespace {

Scratch& scratch() {
  static thread_local Scratch here;
  return here;
}

/// Straight into the bytes that will be shared: header first, then the message.
FramePtr frame_of(const v1::ServerFrame& message) {
  const std::size_t size = message.ByteSizeLong();
  const FrameHeader header{Subprotocol::Protobuf, size};
  const std::string_view head = header.view();
  return Frame::make(head.size() + size, [&](char* to) {
    head.copy(to, head.size());
    message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(to + head.size()));
  });
}

template <class Fill>
FramePtr encode_envelope(Subprotocol subprotocol, Fill fill) {
  const Scratch::Lease<v1::ServerFrame> message{scratch()};
  fill(*message->add_envelopes());
  if (subprotocol == Subprotocol::Json) return framed(subprotocol, message_to_json(*message));
  return frame_of(*message);
}

}  // namespace

FramePtr encode(Subprotocol subprotocol, const domain::Reply& reply) {
  return encode_envelope(subprotocol, [&](v1::Envelope& to) { write(reply, *to.mutable_reply()); });
}

FramePtr encode(Subprotocol subprotocol, const domain::EventBody& event, Epoch epoch) {
  return encode_envelope(subprotocol, [&](v1::Envelope& to) { write(event, epoch, *to.mutable_event()); });
}

FramePtr encode(Subprotocol subprotocol, const domain::Notice& notice) {
  return encode_envelope(subprotocol, [&](v1::Envelope& to) { write(notice, *to.mutable_notice()); });
}

}  // namespace holdfast::wire
