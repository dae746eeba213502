// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include "identity/identity.hpp"

namespace holdfast::identity {
namespace {

using namespace std::chrono_literals;

const Secret kRfc{"12345678901234567890"};

Instant at(std::int64_t seconds) {
  return Instant{std::chrono::seconds{seconds}};
}

struct Vector {
  std::int64_t seconds;
  const char* code;
};

// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
class Rfc6238 : public testing::TestWithParam<Vector> {};
TEST_P(Rfc6238, code_is_accepted_at_its_time) {
  const auto [seconds, code] = GetParam();
  EXPECT_EQ(totp_step(kRfc, code, at(seconds), 0), static_cast<std::uint64_t>(seconds / 30));
}
INSTANTIATE_TEST_SUITE_P(AppendixB, Rfc6238,
                         testing::Values(Vector{59, "287082"}, Vector{1111111109, "081804"},
                                         Vector{1111111111, "050471"}, Vector{1234567890, "005924"},
                                         Vector{2000000000, "279037"}, Vector{20000000000, "353130"}));

TEST(Totp, is_good_one_step_early_and_late_but_not_two) {
  const std::string code = "287082";  // step 1: seconds 30 to 59
  EXPECT_EQ(totp_step(kRfc, code, at(0), 0), 1U);
  EXPECT_EQ(totp_step(kRfc, code, at(89), 0), 1U);
  EXPECT_EQ(totp_step(kRfc, code, at(90), 0), std::nullopt);
  const std::string later = "081804";  // step 37037036
  const std::int64_t begins = 37037036LL * 30;
  EXPECT_EQ(totp_step(kRfc, later, at(begins - 31), 0), std::nullopt);
  EXPECT_EQ(totp_step(kRfc, later, at(begins - 30), 0), 37037036U);
  EXPECT_EQ(totp_step(kRfc, later, at(begins + 59), 0), 37037036U);
  EXPECT_EQ(totp_step(kRfc, later, at(begins + 60), 0), std::nullopt);
}

TEST(Totp, a_code_is_good_once) {
  const std::uint64_t step = 37037036;
  EXPECT_EQ(totp_step(kRfc, "081804", at(1111111109), step - 1), step);
  EXPECT_EQ(totp_step(kRfc, "081804", at(1111111109), step), std::nullopt);
  EXPECT_EQ(totp_step(kRfc, "081804", at(1111111109), step + 1), std::nullopt);
}

TEST(Totp, what_is_no_code_is_refused) {
  for (const char* code : {"", "28708", "2870820", "287083", "28708a", "287 82", "-87082"}) {
    EXPECT_EQ(totp_step(kRfc, code, at(59), 0), std::nullopt) << code;
  }
  EXPECT_EQ(totp_step(Secret{}, "287082", at(59), 0), std::nullopt) << "no secret was set up";
  EXPECT_EQ(totp_step(kRfc, "287082", at(-1), 0), std::nullopt) << "a clock before 1970";
}

TEST(Totp, fresh_secrets_are_160_bits_and_differ) {
  const Secret one = fresh_totp_secret();
  EXPECT_EQ(one.size(), 20U);
  EXPECT_FALSE(one == fresh_totp_secret());
}

// The base32 of the RFC's secret, from coreutils base32.
TEST(Totp, address_is_what_authenticator_apps_read) {
  EXPECT_EQ(totp_address(kRfc, "Night Line & Co", "ana@line").reveal(),
            "otpauth://totp/Night%20Line%20%26%20Co:ana%40line?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Night%20Line%20%26%20Co&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace holdfast::identity
