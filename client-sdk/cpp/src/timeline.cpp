// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "holdfast/timeline.hpp"

namespace holdfast::sdk {

Timeline::Arrival Timeline::arrive(std::uint64_t epoch, std::uint64_t seq) {
  if (epoch_ == 0) epoch_ = epoch;
  if (epoch != epoch_) return Arrival::Gap;
  if (seq <= delivered_) return Arrival::Duplicate;
  if (seq != delivered_ + 1) return Arrival::Gap;
  delivered_ = seq;
  return Arrival::Deliver;
}

Timeline::Arrival Timeline::read(std::uint64_t epoch, std::uint64_t seq) {
  epoch_ = epoch;
  if (seq <= delivered_) return Arrival::Duplicate;
  delivered_ = seq;
  return Arrival::Deliver;
}

void Timeline::restate(std::uint64_t epoch, std::uint64_t from) {
  epoch_ = epoch;
  delivered_ = from;
}

}  // namespace holdfast::sdk
