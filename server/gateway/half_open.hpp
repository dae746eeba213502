// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace holdfast::gateway {

/// Counts the sockets of one reactor that are not signed in: in all and by address. Addresses are kept in
/// memory while such a socket lives and are never logged. Lives on: one reactor.
class HalfOpen : public std::enable_shared_from_this<HalfOpen> {
 public:
  /// Gives its place back when released or destroyed.
  class Slot {
   public:
    Slot() = default;
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&& other) noexcept;
    ~Slot() { release(); }
    /// Counts it under an address too, once. Gives: false if that address has its bound already.
    [[nodiscard]] bool count_under(std::uint64_t address);
    void release() noexcept;

   private:
    friend class HalfOpen;
    std::shared_ptr<HalfOpen> owner_;
    std::optional<std::uint64_t> address_;
  };

  struct Bounds {
    std::size_t in_all;
    std::size_t per_address;
  };
  explicit HalfOpen(Bounds bounds) : bounds_{bounds} {}

  [[nodiscard]] bool full() const noexcept { return taken_ >= bounds_.in_all; }
  /// Gives: none if the bound in all is met.
  [[nodiscard]] std::optional<Slot> take();
  [[nodiscard]] std::size_t taken() const noexcept { return taken_; }

 private:
  void give_back(std::optional<std::uint64_t> address) noexcept;

  Bounds bounds_;
  std::size_t taken_{0};
  std::unordered_map<std::uint64_t, std::size_t> by_address_;  // no more entries than places
};

}  // namespace holdfast::gateway
