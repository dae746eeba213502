// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "io/http.hpp"
#include "ops/metrics.hpp"

namespace holdfast::api {

/// One reason why this node should not get new people, or an empty `why` when that part is well.
struct Readiness {
  std::string part;  // "store", "drain", "tasks"
  std::string why;
  std::string said{"ok"};  // what is shown while it is well
};

/// What machines ask: is it alive, may it be sent people, its figures. Lives on: any reactor.
class AdministrationDoor final : public io::HttpDoor {
 public:
  /// `readiness` is asked on any reactor, must be thread-safe and quick.
  AdministrationDoor(std::function<std::vector<Readiness>()> readiness, const ops::Metrics& metrics)
      : readiness_{std::move(readiness)}, metrics_{metrics} {}
  io::Task<io::HttpResponse> answer(io::HttpRequest request) override;

 private:
  [[nodiscard]] io::HttpResponse ready() const;
  std::function<std::vector<Readiness>()> readiness_;
  const ops::Metrics& metrics_;
};

}  // namespace holdfast::api
