// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace holdfast {

/// An id, counter or amount that compares only with its own kind and never becomes a bare number by itself.
template <class Tag, class Rep = std::uint64_t>
class StrongId {
 public:
  using rep = Rep;
  constexpr StrongId() noexcept = default;
  constexpr explicit StrongId(Rep value) noexcept : value_{value} {}
  [[nodiscard]] constexpr Rep get() const noexcept { return value_; }
  /// 0 is never handed out: it stands for "none".
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return value_ != Rep{}; }
  friend constexpr auto operator<=>(const StrongId&, const StrongId&) noexcept = default;
  /// Found by ADL for Boost.Unordered. Ids are random already, so the value is its own hash.
  friend std::size_t hash_value(const StrongId& id) noexcept { return static_cast<std::size_t>(id.value_); }

 private:
  Rep value_{};
};

}  // namespace holdfast

template <class Tag, class Rep>
struct std::hash<holdfast::StrongId<Tag, Rep>> {
  std::size_t operator()(const holdfast::StrongId<Tag, Rep>& id) const noexcept { return hash_value(id); }
};
