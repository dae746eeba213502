// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/instant.hpp"
#include "domain/risk.hpp"

namespace holdfast::crisis {

enum class Speaker : std::uint8_t { Seeker, Supporter };

struct Turn {
  Speaker who{Speaker::Seeker};
  std::string_view text;  // valid UTF-8, at most limits::kMessageText
  Instant at;
};

/// A compiled lexicon. Immutable; shared by all threads; swapped whole when a new version is activated.
class Detector {
 public:
  /// Takes lexicon data (crisis/lexicon.schema.md). Errors: Invalid, with line and reason in `why`.
  [[nodiscard]] static Result<std::shared_ptr<const Detector>> compile(std::string_view lexicon,
                                                                       std::string& why);
  ~Detector();

  /// Judges the last turn of `turns` in the context of those before it (oldest first, at most
  /// limits::kContextTurns; the same conversation). The same input gives the same verdict for a lexicon
  /// version. A supporter's turn is context: only their own first-person disclosure is judged. `language` is
  /// a hint ("en", "es", empty). Cost: linear in the last turn; no allocation in steady state for an ordinary
  /// text. Thread-safe.
  [[nodiscard]] domain::Verdict judge(std::span<const Turn> turns, std::string_view language) const;

  [[nodiscard]] Version version() const;

 private:
  class Compiled;
  explicit Detector(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace holdfast::crisis
