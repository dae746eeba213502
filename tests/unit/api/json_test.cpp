// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>

namespace holdfast::api {
namespace {

io::HttpRequest with_body(std::string body) {
  io::HttpRequest request;
  request.body = Secret{std::move(body)};
  return request;
}

struct BadBody {
  std::string body;
  Code code;
};
class BadBodyTest : public ::testing::TestWithParam<BadBody> {};

TEST_P(BadBodyTest, is_refused) {
  const auto body = Body::read(with_body(GetParam().body), {"name"});
  const auto name = body ? body->text("name", 4) : Result<std::string>{body.error()};
  ASSERT_FALSE(name);
  EXPECT_EQ(name.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Bodies, BadBodyTest,
                         ::testing::Values(BadBody{"", Code::Malformed}, BadBody{"{", Code::Malformed},
                                           BadBody{"[]", Code::Malformed}, BadBody{"\"x\"", Code::Malformed},
                                           BadBody{"{\"name\":\"\xff\"}", Code::Malformed},
                                           BadBody{std::string(100'000, '['), Code::Malformed},
                                           BadBody{"{}", Code::Invalid},
                                           BadBody{"{\"nam\":\"x\"}", Code::Invalid},
                                           BadBody{"{\"name\":1}", Code::Invalid},
                                           BadBody{"{\"name\":\"12345\"}", Code::Invalid}));

TEST(BodyTest, gives_its_fields) {
  const auto body =
      Body::read(with_body(R"({"name":"abcd","age":18,"roles":["a","b"]})"), {"name", "age", "roles"});
  ASSERT_TRUE(body);
  EXPECT_EQ(*body->text("name", 4), "abcd");
  EXPECT_EQ(**body->number("age", 18), 18U);
  EXPECT_FALSE(body->number("age", 17));
  EXPECT_FALSE(*body->number("height", 17));
  EXPECT_THAT(*body->texts("roles"), ::testing::ElementsAre("a", "b"));
}

TEST(RefusalTest, says_code_sentence_and_when) {
  const auto response = refusal(refuse(Code::RateLimited, std::chrono::milliseconds{1500}));
  EXPECT_EQ(response.status, 429U);
  EXPECT_THAT(response.body, ::testing::HasSubstr(R"("code":"rate_limited")"));
  EXPECT_THAT(response.body, ::testing::HasSubstr(R"("retry_after_ms":1500)"));
  EXPECT_THAT(response.headers, ::testing::Contains(::testing::Pair("Retry-After", "2")));
}

TEST(RefusalTest, a_conflict_inside_is_busy_outside) {
  EXPECT_THAT(refusal(refuse(Code::Conflict)).body, ::testing::HasSubstr(R"("code":"busy")"));
}

TEST(NamesTest, lines_and_roles_read_back) {
  for (const auto line :
       {domain::LineState::Open, domain::LineState::LowRiskOnly, domain::LineState::Closed}) {
    EXPECT_EQ(line_of(name_of(line)), line);
  }
  EXPECT_EQ(line_of("ajar"), std::nullopt);
  domain::OrgRoles roles;
  roles.add(domain::OrgRole::Supporter).add(domain::OrgRole::Supervisor);
  EXPECT_EQ(names_of(roles), (json::array{"supporter", "supervisor"}));
  EXPECT_EQ(role_of("root"), std::nullopt);
}

TEST(QueryTest, finds_a_value_by_its_whole_name) {
  EXPECT_EQ(query_value("slang=x&lang=es", "lang"), "es");
  EXPECT_EQ(query_value("lang", "lang"), "");
  EXPECT_EQ(query_value("", "lang"), "");
}

}  // namespace
}  // namespace holdfast::api
