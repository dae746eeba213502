// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>

#include "domain/limits.hpp"

namespace holdfast::gateway {

/// How long a connection may keep us waiting; the reasons stand in domain/limits.hpp.
struct Waits {
  std::chrono::milliseconds handshake{
      limits::kSignInDeadline};  // PROXY header, TLS, each HTTP head: one such wait each
  std::chrono::milliseconds unsent{
      limits::kUnsentDeadline};  // a peer that takes none of our bytes; an HTTP body
  std::chrono::milliseconds close{limits::kCloseDeadline};
  std::chrono::milliseconds idle_ping{
      limits::kIdlePing};  // cut after twice this without a byte from the peer
};

}  // namespace holdfast::gateway
