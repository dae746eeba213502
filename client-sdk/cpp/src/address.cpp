// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "address.hpp"

#include <boost/url/parse.hpp>

namespace holdfast::sdk {

std::optional<Address> parse_address(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->has_userinfo() || parsed->has_query() || parsed->has_fragment()) return std::nullopt;
  if (!parsed->encoded_path().empty() && parsed->encoded_path() != "/") return std::nullopt;
  Address address;
  address.tls = parsed->scheme() == "https";
  if (!address.tls && parsed->scheme() != "http") return std::nullopt;
  address.host = parsed->host_address();
  if (address.host.empty()) return std::nullopt;
  address.port = address.tls ? "443" : "80";
  if (parsed->has_port()) {
    if (parsed->port_number() == 0) return std::nullopt;
    address.port = std::string{parsed->port()};
  }
  return address;
}

}  // namespace holdfast::sdk
