// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

namespace holdfast::sdk {

/// Where one followed conversation stands: what was delivered to the application, dense and in order. Pure.
class Timeline {
 public:
  enum class Arrival : std::uint8_t {
    Deliver,    // the next one: hand it on
    Duplicate,  // had it: drop it
    Gap,        // something before it is missing: subscribe again from the cursor
  };

  explicit Timeline(std::uint64_t delivered = 0) : delivered_{delivered} {}

  /// A live event.
  [[nodiscard]] Arrival arrive(std::uint64_t epoch, std::uint64_t seq);
  /// Of a page that the server states to be without gap: what is absent in it is not this person's to see.
  [[nodiscard]] Arrival read(std::uint64_t epoch, std::uint64_t seq);
  /// A subscribe answer said: the range below `from` is not readable for this person (history before they
  /// came, or a restore). The application is told; the cursor moves up, never silently.
  void restate(std::uint64_t epoch, std::uint64_t from);

  [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }
  [[nodiscard]] std::uint64_t delivered() const noexcept { return delivered_; }

 private:
  std::uint64_t epoch_{0};
  std::uint64_t delivered_{0};
};

}  // namespace holdfast::sdk
