// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "domain/records.hpp"
#include "vault/vault.hpp"

namespace holdfast::store {

/// Times, level, kinds, rules, acts, outcome, who; never the words. Outlives the erasure of what it tells of.
struct Incident {
  domain::Escalation escalation;
  std::string acts;
};

/// The incident records' own key, derived from the installation's.
[[nodiscard]] vault::DataKeyPtr incident_key(const vault::Keyring& ring);
[[nodiscard]] std::string seal_incident(const Incident& incident, const vault::DataKey& key);
/// Errors: Internal when it was not sealed by us for this escalation.
[[nodiscard]] Result<std::optional<Incident>> open_incident(EscalationId id, std::string_view sealed,
                                                            const vault::DataKey& key);

}  // namespace holdfast::store
