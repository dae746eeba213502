// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace holdfast::sdk {

/// 16 bytes, UUIDv7 (RFC 9562 §5.7): time first, so that the server stores them cheaply, then 74 random bits.
struct MessageId {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const MessageId&, const MessageId&) = default;
};

/// A fresh id; ids of one process never go backwards, whatever the clock does. Thread-safe.
[[nodiscard]] MessageId fresh_message_id();
[[nodiscard]] std::string as_bytes(const MessageId& id);
/// Gives a zero id when `bytes` is not 16 long.
[[nodiscard]] MessageId message_id_of(const std::string& bytes);

}  // namespace holdfast::sdk
