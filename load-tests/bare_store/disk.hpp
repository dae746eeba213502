// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

namespace holdfast::load {

/// Microseconds of one fdatasync after a write of one page into a file that has its size.
struct SyncTimes {
  double p50{0};
  double p99{0};
};
[[nodiscard]] SyncTimes time_syncs(const std::string& folder);

}  // namespace holdfast::load
