// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "base/random.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace holdfast {

void fill_random(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      std::abort();
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

std::uint64_t random_id63() {
  struct Block {
    std::array<std::byte, 512> bytes;
    std::size_t used = sizeof bytes;
  };
  thread_local Block block;
  for (;;) {
    if (block.used + sizeof(std::uint64_t) > block.bytes.size()) {
      fill_random(block.bytes);
      block.used = 0;
    }
    std::uint64_t value = 0;
    std::memcpy(&value, block.bytes.data() + block.used, sizeof value);
    std::memset(block.bytes.data() + block.used, 0, sizeof value);
    block.used += sizeof value;
    value &= 0x7FFF'FFFF'FFFF'FFFFULL;
    if (value != 0) return value;
  }
}

}  // namespace holdfast
