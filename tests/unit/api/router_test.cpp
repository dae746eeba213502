// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>

namespace holdfast::api {
namespace {

std::set<std::string> documented() {
  std::ifstream file{HOLDFAST_OPENAPI};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const boost::json::value document = boost::json::parse(text);
  std::set<std::string> all;
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      std::string upper{method.key()};
      for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      const std::string id{method.value().at("operationId").as_string()};
      all.insert(upper + " " + std::string{path.key()} + " " + id);
    }
  }
  return all;
}

TEST(RouterTest, the_document_for_clients_and_the_route_table_say_the_same) {
  std::set<std::string> served;
  for (const Route& route : kRoutes) {
    served.insert(std::string{route.method} + " " + std::string{route.path} + " " + std::string{route.id});
  }
  EXPECT_EQ(served, documented());
}

TEST(RouterTest, each_operation_is_reached_by_its_own_path) {
  for (const Route& expected : kRoutes) {
    std::string path{expected.path};
    const std::size_t open = path.find('{');
    if (open != std::string::npos) path.replace(open, path.find('}') - open + 1, "north-shore");
    const auto match = route(expected.door, expected.method, path);
    ASSERT_TRUE(match) << path;
    EXPECT_EQ(match->operation, expected.operation);
    EXPECT_EQ(match->parameter, open == std::string::npos ? "" : "north-shore");
  }
}

struct Wrong {
  Door door;
  const char* method;
  const char* path;
  Code code;
};
class WrongPathTest : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongPathTest, is_refused) {
  const auto match = route(GetParam().door, GetParam().method, GetParam().path);
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, WrongPathTest,
    ::testing::Values(Wrong{Door::Public, "GET", "/", Code::NotFound},
                      Wrong{Door::Public, "GET", "/api/v1/arrivals", Code::Unsupported},
                      Wrong{Door::Public, "POST", "/api/v1/arrivals/", Code::NotFound},
                      Wrong{Door::Public, "GET", "/api/v1/organisations//arrival", Code::NotFound},
                      Wrong{Door::Public, "GET", "/api/v1/organisations/a/b/arrival", Code::NotFound},
                      Wrong{Door::Public, "GET", "/metrics", Code::NotFound},
                      Wrong{Door::Public, "POST", "/admin/v1/organisations", Code::NotFound},
                      Wrong{Door::Administration, "POST", "/admin/v1/organisations", Code::NotFound},
                      Wrong{Door::Administration, "GET", "/api/v1/organisations/a/arrival", Code::NotFound},
                      Wrong{Door::Operator, "DELETE", "/admin/v1/organisations", Code::Unsupported}));

}  // namespace
}  // namespace holdfast::api
