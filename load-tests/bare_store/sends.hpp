// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

namespace holdfast::load {

/// Microseconds of this process's CPU for one small write to one of 200 loopback connections whose peer, a
/// process on another core, reads everything: what the kernel asks of anybody who delivers a message alone.
[[nodiscard]] double cost_of_a_send(int other_core);

}  // namespace holdfast::load
