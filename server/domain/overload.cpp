// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/overload.hpp"

#include <optional>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

/// Per cent of the store's queue up to which each still begins. Steps of ten keep the order when the load
/// jumps by a group commit (512 of 8,192); what is left above the last step belongs to escalations.
std::optional<std::size_t> gives_way_at(Work work) {
  switch (work) {
    case Work::Typing: return 20;
    case Work::Presence: return 30;
    case Work::DeepHistory: return 40;
    case Work::GroupSend: return 50;
    case Work::NewListener: return 60;
    case Work::NewPerson: return 70;
    case Work::OneToOneSend: return 80;
    case Work::Escalation: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<void> admit(Work work, Load load) {
  const auto step = gives_way_at(work);
  if (!step || load.waiting * 100 < load.most * *step) return {};
  return refuse(Code::Busy, limits::kOverloadRetry);
}

}  // namespace holdfast::domain
