// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/proxy_header.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include "domain/limits.hpp"

namespace holdfast::gateway {

namespace ip = boost::asio::ip;

namespace {

constexpr std::string_view kSignature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr unsigned kLocal = 0x20;
constexpr unsigned kProxied = 0x21;
constexpr unsigned kTcp4 = 0x11;
constexpr unsigned kTcp6 = 0x21;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

template <class Address>
Result<std::optional<ip::address>> source_of(std::string_view rest) {
  typename Address::bytes_type bytes;
  if (rest.size() < 2 * bytes.size() + 4) return refuse(Code::Malformed);  // two addresses, two ports
  std::copy_n(rest.begin(), bytes.size(), bytes.begin());
  return std::optional<ip::address>{Address{bytes}};
}

}  // namespace

Result<std::size_t> proxy_rest_size(std::string_view fixed) {
  if (fixed.size() != kProxyFixedPart || fixed.substr(0, kSignature.size()) != kSignature)
    return refuse(Code::Malformed);
  const unsigned command = byte_at(fixed, 12);
  if (command != kLocal && command != kProxied) return refuse(Code::Malformed);
  const std::size_t rest = byte_at(fixed, 14) << 8U | byte_at(fixed, 15);
  if (rest + kProxyFixedPart > limits::kProxyHeader) return refuse(Code::TooLarge);
  return rest;
}

Result<std::optional<ip::address>> proxy_client(std::string_view fixed, std::string_view rest) {
  if (byte_at(fixed, 12) == kLocal) return std::optional<ip::address>{};
  switch (byte_at(fixed, 13)) {
    case kTcp4: return source_of<ip::address_v4>(rest);
    case kTcp6: return source_of<ip::address_v6>(rest);
    default: return std::optional<ip::address>{};
  }
}

}  // namespace holdfast::gateway
