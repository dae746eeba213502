// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "io/waiter.hpp"
#include "store/sqlite/connection.hpp"
#include "vault/vault.hpp"

namespace holdfast::store::sqlite {

/// Long work on the writer's connection, done a step at a time between two batches. Lives on: the writer's
/// thread.
class Errand {
 public:
  virtual ~Errand() = default;
  enum class Next { Again, Done };
  /// Answers the waiter before it gives Done. An SqliteError ends it: rolled back and answered by the writer.
  virtual Next step(Connection& db) = 0;

  std::optional<io::Waiter<std::uint64_t>> waiter;
};

/// Copies the database to a new file; answers its bytes.
[[nodiscard]] std::unique_ptr<Errand> make_backup(std::string path, std::string database);
/// Wraps everything under the ring's current key; answers how many rows changed.
[[nodiscard]] std::unique_ptr<Errand> make_rewrap(vault::KeyringPtr ring);

}  // namespace holdfast::store::sqlite
