// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/error.hpp"

namespace holdfast::store::postgres {

Fault fault_of(std::string_view state) noexcept {
  if (state.empty() || state.starts_with("08")) return Fault::Lost;
  // Shutdown, crash, starting up, idle too long inside a transaction; a server that became a standby.
  if (state.starts_with("57P") || state == "25P03" || state == "25006") return Fault::Lost;
  if (state == "40001" || state == "40P01" || state == "55P03") return Fault::Passes;
  if (state.starts_with("53") || state.starts_with("58") || state == "57014") return Fault::Unable;
  return Fault::Final;
}

PgError::PgError(std::string sqlstate)
    : std::runtime_error{sqlstate.empty() ? "the connection to PostgreSQL broke"
                                          : "PostgreSQL answered " + sqlstate},
      sqlstate_{std::move(sqlstate)} {}

}  // namespace holdfast::store::postgres
