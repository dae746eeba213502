// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/message_id.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>

namespace holdfast::sdk {

MessageId fresh_message_id() {
  static std::atomic<std::int64_t> newest{0};
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  std::int64_t seen = newest.load();
  while (seen < now && !newest.compare_exchange_weak(seen, now)) {
  }
  auto millis = static_cast<std::uint64_t>(std::max(seen, now));

  MessageId id;
  if (RAND_bytes(id.bytes.data(), static_cast<int>(id.bytes.size())) != 1) std::abort();
  for (std::size_t i = 6; i-- > 0;) {
    id.bytes.at(i) = static_cast<std::uint8_t>(millis & 0xFFU);
    millis >>= 8U;
  }
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
  return id;
}

std::string as_bytes(const MessageId& id) {
  return {id.bytes.begin(), id.bytes.end()};
}

MessageId message_id_of(const std::string& bytes) {
  MessageId id;
  if (bytes.size() == id.bytes.size())
    std::transform(bytes.begin(), bytes.end(), id.bytes.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
  return id;
}

}  // namespace holdfast::sdk
