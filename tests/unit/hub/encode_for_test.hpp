// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>

/// The hub's tests bring their own `wire::encode`: one readable line a frame ("message 7/3"), so that they
/// assert what a listener hears without a codec, and can count how often something was encoded.
namespace holdfast::tests {

/// Events encoded since the last call.
std::size_t encoded_events();
/// Added to each message frame, to fill queues.
void pad_messages(std::size_t bytes);

}  // namespace holdfast::tests
