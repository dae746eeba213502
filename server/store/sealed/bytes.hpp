// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The few packed columns: big-endian, length before text.
namespace holdfast::store {

inline void append_u64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xFFU));
}

/// Takes eight bytes off the front; 0 when fewer are left.
inline std::uint64_t take_u64(std::string_view& bytes) {
  if (bytes.size() < 8) {
    bytes = {};
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(8);
  return value;
}

inline void append_text(std::string& out, std::string_view text) {
  append_u64(out, text.size());
  out.append(text);
}

inline std::string take_text(std::string_view& bytes) {
  const std::uint64_t size = take_u64(bytes);
  std::string out{bytes.substr(0, static_cast<std::size_t>(size))};
  bytes.remove_prefix(out.size());
  return out;
}

}  // namespace holdfast::store
