// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "base/random.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace holdfast {

namespace {

void ask_kernel(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      std::abort();
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

/// A thread's stock for ids and nonces, so that a message costs no system call; what was taken is wiped.
/// Keys and tokens are longer than what it gives.
struct Stock {
  std::array<std::byte, 512> bytes;
  std::size_t used = sizeof bytes;

  void take(std::span<std::byte> out) {
    if (used + out.size() > bytes.size()) {
      ask_kernel(bytes);
      used = 0;
    }
    std::memcpy(out.data(), bytes.data() + used, out.size());
    std::memset(bytes.data() + used, 0, out.size());
    used += out.size();
  }
};
thread_local Stock stock;

constexpr std::size_t kFromStock = 16;

}  // namespace

void fill_random(std::span<std::byte> out) {
  if (out.size() <= kFromStock) return stock.take(out);
  ask_kernel(out);
}

std::uint64_t random_id63() {
  for (;;) {
    std::array<std::byte, sizeof(std::uint64_t)> bytes;
    stock.take(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    value &= 0x7FFF'FFFF'FFFF'FFFFULL;
    if (value != 0) return value;
  }
}

}  // namespace holdfast
