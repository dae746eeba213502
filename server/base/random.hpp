// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace holdfast {

/// Fills with bytes of the kernel's generator. Thread-safe; a failure ends the process (no secret without
/// entropy).
void fill_random(std::span<std::byte> out);

/// A random non-zero id of 63 bits: unguessable, carries no node, survives a move between stores. About 20
/// ns, drawn from a per-thread block of kernel randomness.
[[nodiscard]] std::uint64_t random_id63();

template <class Id>
[[nodiscard]] Id fresh_id() {
  return Id{random_id63()};
}

}  // namespace holdfast
