// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace holdfast {

/// Text that must never reach a log: message bodies, names, tokens, phrases. It has no `<<` and no formatter;
/// the only way in is `reveal()`, which a reviewer can search for. Equality is constant-time; its length is
/// not hidden.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_{std::move(text)} {}
  explicit Secret(std::string_view text) : text_{text} {}
  explicit Secret(const char* text) : text_{text} {}

  [[nodiscard]] const std::string& reveal() const& noexcept { return text_; }
  [[nodiscard]] std::string reveal() && noexcept { return std::move(text_); }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Secret& a, const Secret& b) noexcept {
    if (a.text_.size() != b.text_.size()) return false;
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.text_.size(); ++i) {
      difference = static_cast<unsigned char>(difference | (a.text_[i] ^ b.text_[i]));
    }
    return difference == 0;
  }

 private:
  std::string text_;
};

}  // namespace holdfast
