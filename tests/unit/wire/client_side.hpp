// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "holdfast/v1/envelope.pb.h"
#include "wire/frame.hpp"

/// The other end of the wire: what a client sends and how it reads what comes.
namespace holdfast::tests {

/// The bytes of a request in a subprotocol, from its JSON. Throws if the JSON is no ClientFrame.
inline std::string client_bytes(wire::Subprotocol subprotocol, const std::string& json) {
  v1::ClientFrame frame;
  if (!google::protobuf::util::JsonStringToMessage(json, &frame).ok())
    throw std::runtime_error{"not a frame: " + json};
  return subprotocol == wire::Subprotocol::Json ? json : frame.SerializeAsString();
}

struct Received {
  unsigned first_byte{0};  // FIN and opcode
  std::size_t header{0};
  std::string payload;
};

/// Takes a WebSocket frame apart by RFC 6455 §5.2. Throws if its length does not fit its bytes.
inline Received received(const wire::FramePtr& frame) {
  const std::string_view bytes = frame->bytes();
  const auto at = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes.at(i)));
  };
  Received out{at(0), 2, {}};
  std::uint64_t length = at(1);
  if (length == 126 || length == 127) {
    const std::size_t more = length == 126 ? 2 : 8;
    length = 0;
    for (std::size_t i = 0; i < more; ++i) length = (length << 8U) | at(2 + i);
    out.header += more;
  }
  if (bytes.size() != out.header + length) throw std::runtime_error{"a frame's length is not its bytes'"};
  out.payload = std::string{bytes.substr(out.header)};
  return out;
}

/// The one envelope of a frame. Throws on anything else.
inline v1::Envelope envelope(wire::Subprotocol subprotocol, const wire::FramePtr& frame) {
  const Received in = received(frame);
  v1::ServerFrame out;
  const bool text = subprotocol == wire::Subprotocol::Json;
  if (in.first_byte != (text ? 0x81U : 0x82U)) throw std::runtime_error{"wrong opcode"};
  const bool read = text ? google::protobuf::util::JsonStringToMessage(in.payload, &out).ok()
                         : out.ParseFromString(in.payload);
  if (!read || out.envelopes_size() != 1) throw std::runtime_error{"not one envelope"};
  return out.envelopes(0);
}

inline const char* name_of(wire::Subprotocol subprotocol) {
  return subprotocol == wire::Subprotocol::Json ? "json" : "protobuf";
}

}  // namespace holdfast::tests
