// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include "client_side.hpp"
#include "domain/limits.hpp"
#include "request_rows.hpp"
#include "wire/decode.hpp"

namespace holdfast::wire {
namespace {

using namespace std::string_literals;

struct Row {
  const char* name;
  Subprotocol subprotocol;
  Stage stage;
  std::string bytes;
  Code code;
  std::uint64_t id;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

constexpr auto kBinary = Subprotocol::Protobuf;
constexpr auto kJson = Subprotocol::Json;
constexpr auto kBefore = Stage::BeforeSignIn;
constexpr auto kIn = Stage::SignedIn;

std::string nested(std::size_t depth) {
  // The frame's own object is the first level; `x` is unknown, so only depth 16 or less gets as far as that.
  return R"({"id":"7","ping":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

std::string ping_of(std::size_t bytes) {
  std::string json = R"({"id":"7","ping":{}})";
  return json.append(bytes - json.size(), ' ');
}

std::string hello_of(std::size_t bytes) {
  std::string json = R"({"id":"7","hello":{"token":"t","protocol":1}})";
  return json.append(bytes - json.size(), ' ');
}

class BadInput : public testing::TestWithParam<Row> {};

TEST_P(BadInput, gets_its_code_and_its_id) {
  const Row& row = GetParam();
  const auto request = decode(row.subprotocol, row.bytes, row.stage);
  ASSERT_FALSE(request);
  EXPECT_EQ(name_of(request.error().error.code), name_of(row.code));
  EXPECT_EQ(request.error().id, row.id);
}

INSTANTIATE_TEST_SUITE_P(
    Json, BadInput,
    testing::Values(
        Row{"empty", kJson, kIn, "", Code::Malformed, 0},
        Row{"not_json", kJson, kIn, "ping", Code::Malformed, 0},
        Row{"not_an_object", kJson, kIn, R"([{"id":"7","ping":{}}])", Code::Malformed, 0},
        Row{"two_texts", kJson, kIn, R"({"id":"7","ping":{}}{})", Code::Malformed, 7},
        Row{"comment", kJson, kIn, R"({"id":"7",/**/"ping":{}})", Code::Malformed, 7},
        Row{"trailing_comma", kJson, kIn, R"({"id":"7","ping":{},})", Code::Malformed, 7},
        Row{"single_quotes", kJson, kIn, R"({'id':'7','ping':{}})", Code::Malformed, 0},
        Row{"invalid_utf8", kJson, kIn, "{\"id\":\"7\",\"createGroup\":{\"name\":\"\xC3\x28\"}}",
            Code::Malformed, 7},
        Row{"lone_surrogate", kJson, kIn, R"({"id":"7","createGroup":{"name":"\ud800"}})", Code::Malformed,
            7},
        Row{"depth_at_bound", kJson, kIn, nested(limits::kJsonDepth), Code::Invalid, 7},
        Row{"depth_over_bound", kJson, kIn, nested(limits::kJsonDepth + 1), Code::TooLarge, 7},
        Row{"very_deep", kJson, kIn, nested(30'000), Code::TooLarge, 7},
        Row{"over_a_frame", kJson, kIn, ping_of(limits::kFrame + 1), Code::TooLarge, 0},
        Row{"no_id", kJson, kIn, R"({"ping":{}})", Code::Invalid, 0},
        Row{"id_0", kJson, kIn, R"({"id":"0","ping":{}})", Code::Invalid, 0},
        Row{"id_negative", kJson, kIn, R"({"id":-1,"ping":{}})", Code::Invalid, 0},
        Row{"id_over_64_bits", kJson, kIn, R"({"id":"18446744073709551616","ping":{}})", Code::Invalid, 0},
        Row{"no_body", kJson, kIn, R"({"id":"7"})", Code::Invalid, 7},
        Row{"null_body", kJson, kIn, R"({"id":"7","ping":null})", Code::Invalid, 7},
        Row{"two_bodies", kJson, kIn, R"({"id":"7","ping":{},"signOut":{}})", Code::Invalid, 7},
        Row{"unknown_kind", kJson, kIn, R"({"id":"7","dance":{}})", Code::Unsupported, 7},
        Row{"unknown_field", kJson, kIn, R"({"id":"7","ping":{"colour":1}})", Code::Invalid, 7},
        Row{"body_of_a_wrong_type", kJson, kIn, R"({"id":"7","ping":"now"})", Code::Invalid, 7},
        Row{"unknown_enum", kJson, kIn, R"({"id":"7","setLine":{"line":"LINE_STATE_AJAR"}})", Code::Invalid,
            7},
        Row{"bad_base64", kJson, kIn,
            R"({"id":"7","send":{"conversationId":"8","clientMessageId":"%","text":"x"}})", Code::Invalid, 7},
        Row{"request_before_hello", kJson, kBefore, R"({"id":"7","ping":{}})", Code::Unauthenticated, 7},
        Row{"unknown_kind_before_hello", kJson, kBefore, R"({"id":"7","dance":{}})", Code::Unauthenticated,
            7},
        Row{"long_hello", kJson, kBefore, hello_of(limits::kHello + 1), Code::Unauthenticated, 0},
        Row{"second_hello", kJson, kIn, hello_of(100), Code::Invalid, 7}),
    [](const auto& row) { return std::string{row.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Protobuf, BadInput,
    testing::Values(
        Row{"empty", kBinary, kIn, "", Code::Invalid, 0},
        Row{"noise", kBinary, kIn, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", Code::Malformed, 0},
        Row{"json_by_mistake", kBinary, kIn, R"({"id":"7","ping":{}})", Code::Malformed, 0},
        Row{"length_beyond_the_end", kBinary, kIn, "\x08\x07\x2A\x7F"s, Code::Malformed, 7},
        Row{"huge_length", kBinary, kIn, "\x08\x07\x2A\xFF\xFF\xFF\xFF\x07"s, Code::Malformed, 7},
        Row{"stray_end_group", kBinary, kIn, "\x08\x07\x0C"s, Code::Malformed, 7},
        Row{"field_number_0", kBinary, kIn, "\x08\x07\x00\x01"s, Code::Malformed, 7},
        Row{"deep_groups", kBinary, kIn, "\x08\x07"s + std::string(30'000, '\x0B'), Code::Malformed, 7},
        Row{"invalid_utf8", kBinary, kIn, "\x08\x07\x92\x01\x04\x0A\x02\xC3\x28"s, Code::Malformed, 7},
        Row{"over_a_frame", kBinary, kIn, "\x08\x07"s + std::string(limits::kFrame, '\0'), Code::TooLarge, 7},
        Row{"id_0", kBinary, kIn, "\x08\x00\xFA\x01\x00"s, Code::Invalid, 0},
        Row{"no_body", kBinary, kIn, "\x08\x07"s, Code::Invalid, 7},
        Row{"unknown_kind", kBinary, kIn, "\x08\x07\xF2\x07\x00"s, Code::Unsupported, 7},
        Row{"body_of_a_wrong_type", kBinary, kIn, "\x08\x07\xF8\x01\x05"s, Code::Unsupported, 7},
        Row{"unknown_enum", kBinary, kIn, "\x08\x07\xEA\x01\x02\x08\x09"s, Code::Invalid, 7},
        Row{"negative_enum", kBinary, kIn,
            "\x08\x07\xEA\x01\x0B\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"s, Code::Invalid, 7},
        Row{"request_before_hello", kBinary, kBefore, "\x08\x07\xFA\x01\x00"s, Code::Unauthenticated, 7},
        Row{"nothing_before_hello", kBinary, kBefore, "", Code::Unauthenticated, 0},
        Row{"malformed_before_hello", kBinary, kBefore, "\x08\x07\x12\x7F"s, Code::Malformed, 7},
        Row{"long_hello", kBinary, kBefore, "\x08\x07"s + std::string(limits::kHello, '\0'),
            Code::Unauthenticated, 7}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(BadInputs, write_nothing_to_the_log) {
  testing::internal::CaptureStderr();
  EXPECT_FALSE(decode(kBinary, "\x08\x07\x92\x01\x04\x0A\x02\xC3\x28"s, kIn));
  EXPECT_FALSE(decode(kJson, R"({"id":"7","ping":{"colour":1}})", kIn));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(AtTheBound, a_frame_and_a_hello_at_their_bounds_are_read) {
  EXPECT_TRUE(decode(kJson, ping_of(limits::kFrame), kIn));
  EXPECT_TRUE(decode(kJson, hello_of(limits::kHello), kBefore));
}

/// Cut anywhere, a frame is a shorter valid one (protobuf has no end mark) or refused; the server never reads
/// on.
TEST(Truncated, at_every_byte_is_refused_or_another_valid_request) {
  for (const tests::RequestRow& row : tests::request_rows()) {
    for (const Subprotocol subprotocol : {kBinary, kJson}) {
      const Stage stage = row.name == "hello" ? kBefore : kIn;
      const std::string whole = tests::client_bytes(subprotocol, row.json);
      for (std::size_t size = 0; size < whole.size(); ++size) {
        // An exact copy, so that the sanitizer sees a read past the cut.
        const std::vector<char> cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
        const auto request = decode(subprotocol, {cut.data(), cut.size()}, stage);
        if (subprotocol == kJson) {
          ASSERT_FALSE(request) << row.name << " cut at " << size;
          ASSERT_EQ(request.error().error.code, Code::Malformed);
        } else if (!request) {
          const Code code = request.error().error.code;
          const bool documented =
              code == Code::Malformed || code == Code::Invalid || code == Code::Unauthenticated;
          ASSERT_TRUE(documented) << row.name << " cut at " << size << ": " << name_of(code);
        }
      }
    }
  }
}

}  // namespace
}  // namespace holdfast::wire
