// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace holdfast::store::postgres {

/// What an error of PostgreSQL means to a batch. Source: PostgreSQL 15, appendix A.
enum class Fault {
  Lost,    // the connection is gone or serves no writes any more: what was asked last is in doubt
  Passes,  // rolled back because of others (deadlock, lock wait, serialisation): the same may succeed at once
  Unable,  // rolled back because the server cannot now: no space, no memory, an I/O error
  Final,   // rolled back, and the same would fail again
};
[[nodiscard]] Fault fault_of(std::string_view sqlstate) noexcept;

/// A call failed in a way no rule foresaw. Carries the SQLSTATE only: PostgreSQL's text may quote content.
class PgError : public std::runtime_error {
 public:
  /// Empty: the connection broke without a word.
  explicit PgError(std::string sqlstate);
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }
  [[nodiscard]] Fault fault() const noexcept { return fault_of(sqlstate_); }

 private:
  std::string sqlstate_;
};

}  // namespace holdfast::store::postgres
