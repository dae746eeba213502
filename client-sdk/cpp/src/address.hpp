// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace holdfast::sdk {

/// A server's address: http(s)://host[:port], as people write it. The path is ours.
struct Address {
  bool tls{false};
  std::string host;
  std::string port;
};

/// Gives nothing for anything else: another scheme, a path, credentials, an empty host or a port out of
/// range.
[[nodiscard]] std::optional<Address> parse_address(std::string_view url);

}  // namespace holdfast::sdk
