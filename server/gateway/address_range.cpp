// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "gateway/address_range.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <string>

namespace holdfast::gateway {

namespace ip = boost::asio::ip;

namespace {
ip::address_v6::bytes_type mapped(const ip::address& address) {
  if (address.is_v6()) return address.to_v6().to_bytes();
  return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}
}  // namespace

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string{text.substr(0, slash)}, error);
  if (error) return std::nullopt;
  const unsigned whole = address.is_v4() ? 32 : 128;
  unsigned bits = whole;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), bits);
    if (wrong != std::errc{} || end != number.data() + number.size() || bits > whole) return std::nullopt;
  }
  AddressRange range;
  range.prefix_ = mapped(address);
  range.bits_ = bits + (128 - whole);
  return range;
}

bool AddressRange::contains(const ip::address& address) const {
  const auto bytes = mapped(address);
  const unsigned whole = bits_ / 8;
  if (!std::equal(bytes.begin(), bytes.begin() + whole, prefix_.begin())) return false;
  const unsigned rest = bits_ % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<unsigned char>(0xFF00U >> rest);
  return (bytes.at(whole) & mask) == (prefix_.at(whole) & mask);
}

bool contains(const AddressRanges& ranges, const ip::address& address) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const AddressRange& range) { return range.contains(address); });
}

std::uint64_t bound_key(const ip::address& address) {
  const auto bytes = mapped(address);
  const bool v4 = address.is_v4() || address.to_v6().is_v4_mapped();
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8U | bytes.at(v4 ? i + 8 : i);
  return key;
}

}  // namespace holdfast::gateway
