// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/url/parse.hpp>
#include <cstdint>
#include <cstdio>

namespace holdfast::sdk {

namespace {

/// RFC 4648 §6 without padding; empty on any other character.
std::string base32_decoded(const std::string& text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    std::uint32_t value = 0;
    if (c >= 'A' && c <= 'Z') {
      value = static_cast<std::uint32_t>(c - 'A');
    } else if (c >= '2' && c <= '7') {
      value = static_cast<std::uint32_t>(c - '2') + 26;
    } else if (c == '=') {
      break;
    } else {
      return {};
    }
    bits = (bits << 5U) | value;
    count += 5;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
    }
  }
  return out;
}

}  // namespace

std::string totp_code(const std::string& otpauth_address, std::chrono::system_clock::time_point now) {
  const auto parsed = boost::urls::parse_uri(otpauth_address);
  if (!parsed || parsed->scheme() != "otpauth") return {};
  std::string secret;
  for (const auto& parameter : parsed->params()) {
    if (parameter.key == "secret") secret = base32_decoded(std::string{parameter.value});
  }
  if (secret.empty()) return {};
  auto step = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() / 30);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = counter.size(); i-- > 0; step >>= 8U)
    counter.at(i) = static_cast<unsigned char>(step & 0xFFU);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
       &length);
  const std::size_t at = mac.at(length - 1) & 0x0FU;
  const std::uint32_t number = ((static_cast<std::uint32_t>(mac.at(at)) & 0x7FU) << 24U) |
                               (static_cast<std::uint32_t>(mac.at(at + 1)) << 16U) |
                               (static_cast<std::uint32_t>(mac.at(at + 2)) << 8U) | mac.at(at + 3);
  std::array<char, 7> digits{};
  std::snprintf(digits.data(), digits.size(), "%06u", number % 1'000'000U);
  return digits.data();
}

}  // namespace holdfast::sdk
