// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <set>

#include "client_side.hpp"
#include "request_rows.hpp"
#include "wire/decode.hpp"

namespace holdfast::wire {
namespace {

class Requests : public testing::TestWithParam<std::tuple<tests::RequestRow, Subprotocol>> {};

TEST_P(Requests, are_understood_as_they_were_meant) {
  const auto& [row, subprotocol] = GetParam();
  const Stage stage = row.name == "hello" ? Stage::BeforeSignIn : Stage::SignedIn;
  const auto request = decode(subprotocol, tests::client_bytes(subprotocol, row.json), stage);
  ASSERT_TRUE(request) << name_of(request.error().error.code);
  EXPECT_EQ(request->id, 7U);
  EXPECT_TRUE(row.means(request->body));
}
INSTANTIATE_TEST_SUITE_P(Kinds, Requests,
                         testing::Combine(testing::ValuesIn(tests::request_rows()),
                                          testing::Values(Subprotocol::Protobuf, Subprotocol::Json)),
                         [](const auto& row) {
                           return std::get<0>(row.param).name + "_" + tests::name_of(std::get<1>(row.param));
                         });

TEST(RequestRows, have_every_kind) {
  std::set<int> seen;
  for (const tests::RequestRow& row : tests::request_rows()) {
    v1::ClientFrame frame;
    ASSERT_TRUE(frame.ParseFromString(tests::client_bytes(Subprotocol::Protobuf, row.json)));
    seen.insert(frame.body_case());
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<domain::RequestBody>);
  EXPECT_EQ(static_cast<int>(seen.size()), v1::ClientFrame::descriptor()->oneof_decl(0)->field_count());
}

TEST(Requests, names_of_fields_may_be_written_as_in_the_proto_file) {
  const auto request =
      decode(Subprotocol::Json, R"({"id":7,"set_on_call":{"on_call":true}})", Stage::SignedIn);
  ASSERT_TRUE(request);
  EXPECT_TRUE(std::get<domain::SetOnCall>(request->body).on_call);
}

TEST(Requests, binary_fields_that_are_newer_than_the_server_are_ignored) {
  std::string bytes = tests::client_bytes(Subprotocol::Protobuf, R"({"id":"7","ping":{"nonce":"5"}})");
  bytes += "\xF8\x07\x01";  // field 127, varint 1
  const auto request = decode(Subprotocol::Protobuf, bytes, Stage::SignedIn);
  ASSERT_TRUE(request);
  EXPECT_EQ(std::get<domain::Ping>(request->body).nonce, 5U);
}

}  // namespace
}  // namespace holdfast::wire
