// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <string>

#include "gateway/listener.hpp"
#include "gateway/server.hpp"

namespace holdfast::gateway {

/// False, with a sentence, where plain text would cross a network: TCP without TLS, not on loopback, no proxy
/// named.
[[nodiscard]] bool may_listen_plain(const ListenConfig& config, std::string& why);

/// A listening, shareable (SO_REUSEPORT), non-blocking socket. Gives: negative with a sentence. `first`:
/// refuse when somebody else listens there already, which SO_REUSEPORT alone would hide.
[[nodiscard]] ListeningFd listen_tcp(const std::string& address, std::uint16_t port, bool first,
                                     std::string& why);
[[nodiscard]] std::uint16_t port_of(const ListeningFd& fd);

/// A Unix socket of mode 0600; a dead one in its place is removed. Gives: negative with a sentence.
[[nodiscard]] ListeningFd listen_unix(const std::string& path, std::string& why);
void remove_unix(const std::string& path);

}  // namespace holdfast::gateway
