// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// Just enough of RFC 6455 and of the protobuf wire format to count millions of frames a second: a frame is
/// looked at, not decoded.
namespace holdfast::load {

/// The server said something a client of this protocol never hears.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Opcode : unsigned char { Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Appends one masked frame. Source: RFC 6455 §5.2.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);

struct ServerFrame {
  Opcode opcode;
  std::string_view payload;
  std::size_t size;  // header and payload
};
/// The frame at the front of `bytes`; nothing while it is not whole.
[[nodiscard]] std::optional<ServerFrame> next_frame(std::string_view bytes);

/// The single Envelope of a holdfast.v1.ServerFrame.
struct Envelope {
  enum class Kind : unsigned char { Reply = 1, Event = 2, Notice = 3 };
  Kind kind;
  std::string_view body;
};
[[nodiscard]] Envelope open_envelope(std::string_view payload);

struct ReplyHead {
  std::uint64_t id{0};
  bool refused{false};
};
[[nodiscard]] ReplyHead head_of_reply(std::string_view reply);

}  // namespace holdfast::load
