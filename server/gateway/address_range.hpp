// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace holdfast::gateway {

/// An address or a CIDR range; IPv4 counts as its mapped IPv6 form.
class AddressRange {
 public:
  /// "10.0.0.0/8", "2001:db8::/32", "127.0.0.1". Gives: none when it is neither.
  [[nodiscard]] static std::optional<AddressRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const boost::asio::ip::address& address) const;

 private:
  std::array<unsigned char, 16> prefix_{};
  unsigned bits_{128};
};

using AddressRanges = std::vector<AddressRange>;
[[nodiscard]] bool contains(const AddressRanges& ranges, const boost::asio::ip::address& address);

/// What counts as one address for the half-open bound: an IPv4 address, or the /64 a household or phone is
/// given.
[[nodiscard]] std::uint64_t bound_key(const boost::asio::ip::address& address);

}  // namespace holdfast::gateway
