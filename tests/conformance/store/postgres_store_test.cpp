// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// PostgreSQL keeps every promise of the suite; its own stand in postgres_faults_test.cpp.
#include "conformance/store/postgres_home.hpp"

namespace holdfast::tests {

INSTANTIATE_TEST_SUITE_P(Postgres, StoreSuite,
                         testing::Values(StoreKind{"postgres",
                                                   [] { return std::make_unique<PostgresHome>(); }}),
                         [](const auto& kind) { return std::string{kind.param.name}; });

}  // namespace holdfast::tests
