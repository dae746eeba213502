// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/error.hpp"

namespace holdfast::gateway {

inline constexpr std::size_t kProxyFixedPart = 16;

/// How many bytes follow the fixed part of a PROXY protocol v2 header. Takes: exactly kProxyFixedPart bytes.
/// Errors: Malformed, TooLarge. Source: the PROXY protocol specification of HAProxy, section 2.2.
[[nodiscard]] Result<std::size_t> proxy_rest_size(std::string_view fixed);

/// The client's address as the proxy saw it; none for the proxy's own checks (LOCAL) and for Unix sockets.
/// Takes: the fixed part and exactly the rest. Errors: Malformed.
[[nodiscard]] Result<std::optional<boost::asio::ip::address>> proxy_client(std::string_view fixed,
                                                                           std::string_view rest);

}  // namespace holdfast::gateway
