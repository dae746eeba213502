// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/ip/address.hpp>
#include <memory>
#include <optional>

#include "gateway/corked.hpp"
#include "gateway/half_open.hpp"

namespace holdfast::gateway {

class Listener;

/// One accepted connection until it ends or becomes a Socket: PROXY header, TLS, then HTTP requests one after
/// another, each step under its deadline. Takes: the peer's address, none for a Unix socket.
io::Task<void> serve(std::shared_ptr<Listener> listener, StreamSocket socket, HalfOpen::Slot slot,
                     std::optional<io::asio::ip::address> peer);

}  // namespace holdfast::gateway
