// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wire/frame.hpp"

namespace holdfast::wire {

/// The 2, 4 or 10 bytes before an unmasked payload: FIN, opcode, shortest length form. Source: RFC 6455 §5.2.
class FrameHeader {
 public:
  FrameHeader(Subprotocol subprotocol, std::uint64_t payload) noexcept {
    constexpr unsigned kFinText = 0x81;
    constexpr unsigned kFinBinary = 0x82;
    put(subprotocol == Subprotocol::Json ? kFinText : kFinBinary);
    if (payload <= 125) {
      put(payload);
    } else if (payload <= 0xFFFF) {
      put(126);
      put_big_endian(payload, 2);
    } else {
      put(127);
      put_big_endian(payload, 8);
    }
  }
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  void put(std::uint64_t byte) noexcept { bytes_.at(size_++) = static_cast<char>(byte & 0xFFU); }
  void put_big_endian(std::uint64_t number, unsigned bytes) noexcept {
    for (unsigned shift = bytes * 8; shift != 0; shift -= 8) put(number >> (shift - 8));
  }

  std::array<char, 10> bytes_{};
  std::size_t size_{0};
};

}  // namespace holdfast::wire
