// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What HTTP clients see: answers of the door, refusals of bad heads, bodies and upgrades.
#include <gtest/gtest.h>

#include "service/gateway/raw_client.hpp"
#include "service/gateway/room_door.hpp"

namespace holdfast::tests {
namespace {

using testing::Values;

struct Row {
  const char* name;
  std::string request;
  int status;
};

std::string get(std::string_view path, std::string_view more = "") {
  return std::string{"GET "}.append(path).append(" HTTP/1.1\r\nHost: t\r\n").append(more).append("\r\n");
}
std::string post(std::size_t size, std::string_view more = "") {
  return "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(size) + "\r\n" +
         std::string{more} + "\r\n" + std::string(size, 'x');
}

gateway::ListenConfig one_origin() {
  gateway::ListenConfig config;
  config.origins = {"https://line.example"};
  return config;
}

class Http : public testing::TestWithParam<Row> {
 protected:
  void TearDown() override { EXPECT_TRUE(gateway_.all_gone()); }
  Gateway gateway_{one_origin()};
};

TEST_P(Http, answers) {
  RawClient client{gateway_.port()};
  EXPECT_EQ(status_of(client.exchange(GetParam().request)), GetParam().status);
}

const std::string kLong(8192, 'h');

INSTANTIATE_TEST_SUITE_P(
    Requests, Http,
    Values(Row{"door", get("/hello"), 200}, Row{"door_says_no", get("/nowhere"), 404},
           Row{"old_http_without_host", "GET /hello HTTP/1.0\r\n\r\n", 200},
           Row{"body_at_limit", post(256 * 1024), 200}, Row{"body_over_limit", post(256 * 1024 + 1), 413},
           Row{"head_over_limit", get("/hello", "X-Long: " + kLong + "\r\n"), 431},
           Row{"no_host", "GET /hello HTTP/1.1\r\n\r\n", 400},
           Row{"two_hosts", get("/hello", "Host: other\r\n"), 400},
           Row{"no_path", "GET hello HTTP/1.1\r\nHost: t\r\n\r\n", 400},
           Row{"badly_escaped", get("/a%2"), 400}, Row{"escaped_nul", get("/a%00"), 400},
           Row{"garbage", "\x16\x03\x01 hello\r\n\r\n", 400},
           Row{"chunked", get("/echo", "Transfer-Encoding: chunked\r\n"), 411},
           Row{"two_lengths", get("/echo", "Content-Length: 3\r\nContent-Length: 4\r\n"), 400},
           Row{"length_and_encoding", get("/echo", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
               400}),
    [](const auto& row) { return std::string{row.param.name}; });

INSTANTIATE_TEST_SUITE_P(
    Upgrades, Http,
    Values(Row{"json", upgrade_request("holdfast.v1.json"), 101},
           Row{"first_we_speak", upgrade_request("soap, holdfast.v1.protobuf, holdfast.v1.json"), 101},
           Row{"origin_listed", upgrade_request("holdfast.v1.json", "Origin: https://line.example\r\n"), 101},
           Row{"origin_prefix", upgrade_request("holdfast.v1.json", "Origin: https://line.example.evil\r\n"),
               403},
           Row{"origin_other_scheme", upgrade_request("holdfast.v1.json", "Origin: http://line.example\r\n"),
               403},
           Row{"origin_null", upgrade_request("holdfast.v1.json", "Origin: null\r\n"), 403},
           Row{"origin_twice",
               upgrade_request("holdfast.v1.json",
                               "Origin: https://line.example\r\nOrigin: https://evil.example\r\n"),
               403},
           Row{"no_subprotocol", upgrade_request(""), 400},
           Row{"unknown_subprotocol", upgrade_request("chat"), 400},
           Row{"wrong_path", upgrade_request("holdfast.v1.json", "", "/ws"), 404},
           Row{"path_with_query", upgrade_request("holdfast.v1.json", "", "/v1/ws?x"), 404},
           Row{"with_body", upgrade_request("holdfast.v1.json", "Content-Length: 5\r\n"), 400},
           Row{"with_encoding", upgrade_request("holdfast.v1.json", "Transfer-Encoding: chunked\r\n"), 411}),
    [](const auto& row) { return std::string{row.param.name}; });

class HttpDetails : public Http {};

TEST_F(HttpDetails, a_connection_is_kept_for_the_next_request) {
  RawClient client{gateway_.port()};
  EXPECT_NE(client.exchange(get("/hello?1")).find("hello 1"), std::string::npos);
  EXPECT_NE(client.exchange(get("/hello?2")).find("hello 2"), std::string::npos);
  EXPECT_EQ(client.upgrade(), 101);
}

TEST_F(HttpDetails, a_connection_ends_after_its_bounded_number_of_requests) {
  RawClient client{gateway_.port()};
  for (int i = 1; i < limits::kHttpRequests; ++i) {
    ASSERT_EQ(client.exchange(get("/hello")).find("Connection: close"), std::string::npos) << i;
  }
  EXPECT_NE(client.exchange(get("/hello")).find("Connection: close"), std::string::npos);
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(client.timed_out());
}

TEST_F(HttpDetails, every_answer_carries_the_security_headers) {
  RawClient client{gateway_.port()};
  for (const char* path : {"/hello", "/nowhere", "/a%2"}) {
    RawClient one{gateway_.port()};
    const std::string answer = one.exchange(get(path));
    for (const char* header : {"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
                               "frame-ancestors 'none'", "Cache-Control: no-store"}) {
      EXPECT_NE(answer.find(header), std::string::npos) << path << " lacks " << header;
    }
  }
}

TEST_F(HttpDetails, a_policy_of_the_door_is_left_alone) {
  RawClient client{gateway_.port()};
  const std::string answer = client.exchange(get("/own%20policy"));
  EXPECT_NE(answer.find("Content-Security-Policy: default-src 'self'"), std::string::npos);
  EXPECT_EQ(answer.find("default-src 'none'"), std::string::npos);
}

TEST_F(HttpDetails, head_gets_the_length_without_the_body) {
  RawClient client{gateway_.port()};
  ASSERT_TRUE(client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
  const std::string answer = client.read_to_end();
  EXPECT_NE(answer.find("Content-Length: 6"), std::string::npos);
  EXPECT_EQ(answer.substr(answer.size() - 4), "\r\n\r\n");
}

TEST_F(HttpDetails, a_client_that_waits_for_continue_gets_it) {
  RawClient client{gateway_.port()};
  ASSERT_TRUE(
      client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(status_of(client.read_until("\r\n\r\n")), 100);
  EXPECT_NE(client.exchange("body").find("body"), std::string::npos);
}

}  // namespace
}  // namespace holdfast::tests
