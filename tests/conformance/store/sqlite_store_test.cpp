// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// SQLite keeps every promise of the suite; it adds none of its own here.
#include "conformance/store/sqlite_home.hpp"

namespace holdfast::tests {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSuite,
                         testing::Values(StoreKind{"sqlite", [] { return std::make_unique<SqliteHome>(); }}),
                         [](const auto& kind) { return std::string{kind.param.name}; });

}  // namespace holdfast::tests
