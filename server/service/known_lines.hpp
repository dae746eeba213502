// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/duty_pack.hpp"
#include "domain/records.hpp"

namespace holdfast::service {

/// The lines whose people signed in here, as last read: whom an alarm reaches while the store is away (P14).
/// Lives on: one reactor. Bounded by the organisations of the installation.
class KnownLines {
 public:
  struct Line {
    std::string name;
    std::vector<domain::NotifyTarget> targets;
  };
  void learn(const domain::Organisation& organisation, const domain::DutyPack& pack) {
    lines_[organisation.id] = Line{organisation.name, pack.targets};
  }
  [[nodiscard]] std::optional<Line> of(OrganisationId id) const {
    const auto found = lines_.find(id);
    return found == lines_.end() ? std::nullopt : std::optional<Line>{found->second};
  }

 private:
  std::unordered_map<OrganisationId, Line> lines_;
};

}  // namespace holdfast::service
