// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/frames.hpp"

#include <array>

namespace holdfast::load {

namespace {

constexpr unsigned char kFin = 0x80;
constexpr unsigned char kMasked = 0x80;
// A mask only has to be there: these bytes cross a loopback, no proxy to be fooled.
constexpr std::array<unsigned char, 4> kMask{0x5a, 0xc3, 0x96, 0x0f};

unsigned char byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::uint64_t take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const unsigned char byte = byte_at(bytes, 0);
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  throw Broken{"a number in a frame is cut off"};
}

/// The field's number and its bytes, which must be all that is left.
std::pair<unsigned, std::string_view> only_field(std::string_view bytes) {
  const std::uint64_t tag = take_varint(bytes);
  const std::uint64_t size = take_varint(bytes);
  if ((tag & 7U) != 2 || size != bytes.size()) throw Broken{"a frame holds more than one envelope"};
  return {static_cast<unsigned>(tag >> 3U), bytes};
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  out.push_back(static_cast<char>(kFin | static_cast<unsigned char>(opcode)));
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(kMasked | payload.size()));
  } else if (payload.size() <= 0xFFFF) {
    out.push_back(static_cast<char>(kMasked | 126U));
    out.push_back(static_cast<char>(payload.size() >> 8U));
    out.push_back(static_cast<char>(payload.size() & 0xFFU));
  } else {
    throw Broken{"a client frame has at most 64 KiB"};
  }
  for (const unsigned char byte : kMask) out.push_back(static_cast<char>(byte));
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out.push_back(static_cast<char>(byte_at(payload, i) ^ kMask.at(i % 4)));
  }
}

std::optional<ServerFrame> next_frame(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const unsigned char first = byte_at(bytes, 0);
  if ((first & kFin) == 0) throw Broken{"a fragment, which the server never sends"};
  std::size_t head = 2;
  std::size_t length = byte_at(bytes, 1);
  if (length == 126) {
    head = 4;
    if (bytes.size() < head) return std::nullopt;
    length = std::size_t{byte_at(bytes, 2)} << 8U | byte_at(bytes, 3);
  } else if (length > 126) {
    throw Broken{"a frame over 64 KiB, or a masked one"};
  }
  if (bytes.size() < head + length) return std::nullopt;
  return ServerFrame{static_cast<Opcode>(first & 0x0FU), bytes.substr(head, length), head + length};
}

Envelope open_envelope(std::string_view payload) {
  const auto [envelopes, envelope] = only_field(payload);
  const auto [kind, body] = only_field(envelope);
  if (envelopes != 1 || kind < 1 || kind > 3) throw Broken{"an envelope of no known kind"};
  return {static_cast<Envelope::Kind>(kind), body};
}

ReplyHead head_of_reply(std::string_view reply) {
  constexpr std::uint64_t kId = 1U << 3U;
  constexpr std::uint64_t kError = 2U << 3U | 2U;
  ReplyHead head;
  std::uint64_t tag = take_varint(reply);
  if (tag == kId) {
    head.id = take_varint(reply);
    tag = take_varint(reply);
  }
  head.refused = tag == kError;
  return head;
}

}  // namespace holdfast::load
