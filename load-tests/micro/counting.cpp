// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "micro/counting.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> made{0};

void* counted(std::size_t size) {
  made.fetch_add(1, std::memory_order_relaxed);
  if (void* const got = std::malloc(size == 0 ? 1 : size)) return got;
  throw std::bad_alloc{};
}

}  // namespace

// The others of the family call these.
void* operator new(std::size_t size) {
  return counted(size);
}
void operator delete(void* pointer) noexcept {
  std::free(pointer);
}
void operator delete(void* pointer, std::size_t) noexcept {
  std::free(pointer);
}

namespace holdfast::load {

std::uint64_t allocations() noexcept {
  return made.load(std::memory_order_relaxed);
}

}  // namespace holdfast::load
