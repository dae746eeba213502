// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// Deadlines, the half-open bound, proxies, Unix sockets and what refuses to start.
#include <sys/stat.h>

#include <vector>

#include "service/gateway/over_each.hpp"

namespace holdfast::tests {
namespace {

using std::chrono::milliseconds;

gateway::ListenConfig short_waits() {
  gateway::ListenConfig config;
  config.waits = {milliseconds{200}, milliseconds{200}, milliseconds{200}, milliseconds{200}};
  return config;
}

struct Unfinished {
  const char* name;
  std::string bytes;
};
class HalfOpenDeadline : public testing::TestWithParam<Unfinished> {};

TEST_P(HalfOpenDeadline, ends_a_connection_that_does_not_get_on) {
  Gateway gateway{short_waits()};
  RawClient client{gateway.port()};
  ASSERT_TRUE(client.send(GetParam().bytes));
  client.read_to_end();
  EXPECT_FALSE(client.timed_out());
  EXPECT_TRUE(gateway.all_gone());
}

INSTANTIATE_TEST_SUITE_P(
    At, HalfOpenDeadline,
    testing::Values(Unfinished{"nothing", ""}, Unfinished{"half_a_head", "GET / HTTP/1.1\r\nHo"},
                    Unfinished{"no_body", "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n"},
                    Unfinished{"between_requests", "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(TlsDeadline, ends_a_handshake_that_stops_half_way) {
  const TempDir folder;
  gateway::ListenConfig config = short_waits();
  const CertificateFiles files = write_certificate(folder.path().string(), "test");
  config.certificate_file = files.certificate;
  config.key_file = files.key;
  Gateway gateway{config};
  RawClient client{gateway.port()};
  ASSERT_TRUE(client.send(std::string{"\x16\x03\x01\x02\x00\x01", 6}));
  client.read_to_end();
  EXPECT_FALSE(client.timed_out());
  EXPECT_TRUE(gateway.all_gone());
}

TEST(CloseDeadline, ends_a_client_that_never_answers_the_close) {
  Gateway gateway{short_waits()};
  RawClient client{gateway.port()};
  ASSERT_EQ(client.upgrade(), 101);
  ASSERT_TRUE(client.send(client_frame(kText, "close 1")));
  EXPECT_EQ(client.read_data().payload, "0");
  EXPECT_EQ(client.read_data().close_code(), 4000);
  EXPECT_TRUE(gateway.all_gone());
}

TEST(IdlePing, cuts_who_does_not_answer_and_keeps_who_does) {
  Gateway gateway{short_waits()};
  RawClient silent{gateway.port()};
  RawClient lively{gateway.port()};
  ASSERT_EQ(silent.upgrade(), 101);
  ASSERT_EQ(lively.upgrade(), 101);
  for (int i = 0; i < 6; ++i) {
    const WireFrame ping = lively.read_frame();
    ASSERT_EQ(ping.opcode, kPing);
    ASSERT_TRUE(lively.send(client_frame(kPong, ping.payload)));
  }
  EXPECT_EQ(silent.read_frame().opcode, kPing);
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_FALSE(silent.timed_out());
  EXPECT_EQ(gateway.server().live(), 1U);
  lively.reset();
  EXPECT_TRUE(gateway.all_gone());
}

TEST(HalfOpenBound, of_an_address_refuses_one_more_until_a_session_is_signed_in) {
  gateway::ListenConfig config;
  config.half_open_address = 2;
  Gateway gateway{config};
  RawClient first{gateway.port()};
  RawClient second{gateway.port()};
  ASSERT_EQ(first.upgrade(), 101);
  ASSERT_EQ(second.upgrade(), 101);
  RawClient third{gateway.port()};
  EXPECT_EQ(third.upgrade(), 0);
  ASSERT_TRUE(first.send(client_frame(kText, "signed in")));
  ASSERT_EQ(first.read_frame().payload, "signed in");
  RawClient fourth{gateway.port()};
  EXPECT_EQ(fourth.upgrade(), 101);
}

TEST(HalfOpenBound, of_an_address_does_not_bind_trusted_ranges) {
  gateway::ListenConfig config;
  config.half_open_address = 1;
  config.trusted = {"127.0.0.0/8"};
  Gateway gateway{config};
  RawClient first{gateway.port()};
  RawClient second{gateway.port()};
  EXPECT_EQ(first.upgrade(), 101);
  EXPECT_EQ(second.upgrade(), 101);
}

TEST(HalfOpenBound, in_all_lets_the_next_wait_until_a_place_is_free) {
  gateway::ListenConfig config;
  config.half_open = 1;
  Gateway gateway{config};
  RawClient first{gateway.port()};
  ASSERT_EQ(first.upgrade(), 101);
  RawClient second{gateway.port()};
  ASSERT_TRUE(second.send(upgrade_request("holdfast.v1.json")));
  ASSERT_TRUE(first.send(client_frame(kText, "still")));
  EXPECT_EQ(first.read_frame().payload, "still");
  EXPECT_EQ(gateway.server().live(), 1U);
  first.reset();
  EXPECT_EQ(status_of(second.read_until("\r\n\r\n")), 101);
}

std::string proxied(char last_of_address, char command = 0x21) {
  std::string out{"\r\n\r\n\0\r\nQUIT\n", 12};
  out += command;
  out += std::string{"\x11\x00\x0c\xc0\x00\x02", 6};  // TCP over IPv4, 12 bytes, 192.0.2.x
  out += last_of_address;
  return out + std::string{"\x7f\x00\x00\x01\x30\x39\x01\xbb", 8};
}

gateway::ListenConfig behind_proxy() {
  gateway::ListenConfig config;
  config.proxies = {"127.0.0.1"};
  config.half_open_address = 1;
  return config;
}

TEST(BehindProxy, the_address_it_names_is_the_one_that_is_bounded) {
  Gateway gateway{behind_proxy()};
  RawClient one{gateway.port()};
  RawClient other{gateway.port()};
  RawClient same{gateway.port()};
  ASSERT_TRUE(one.send(proxied(1)));
  EXPECT_EQ(one.upgrade(), 101);
  ASSERT_TRUE(other.send(proxied(2)));
  EXPECT_EQ(other.upgrade(), 101);
  ASSERT_TRUE(same.send(proxied(1)));
  EXPECT_EQ(same.upgrade(), 0);
}

TEST(BehindProxy, its_own_check_needs_no_address_and_a_missing_header_ends_the_connection) {
  Gateway gateway{behind_proxy()};
  RawClient check{gateway.port()};
  ASSERT_TRUE(check.send(proxied(1, 0x20)));
  EXPECT_EQ(status_of(check.exchange("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n")), 200);
  RawClient bare{gateway.port()};
  EXPECT_EQ(bare.upgrade(), 0);
  EXPECT_FALSE(bare.timed_out());
}

TEST(UnixSocket, serves_its_owner_only_and_replaces_a_dead_one) {
  const TempDir folder;
  gateway::ListenConfig config;
  config.unix_path = (folder.path() / "admin.sock").string();
  for (int round = 0; round < 2; ++round) {  // the first leaves its file: it was not asked to stop
    Gateway gateway{config};
    struct stat found {};
    ASSERT_EQ(::stat(config.unix_path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    RawClient client{config.unix_path};
    EXPECT_NE(client.exchange("GET /hello?unix HTTP/1.1\r\nHost: t\r\n\r\n").find("hello unix"),
              std::string::npos);
    EXPECT_THROW(Gateway{config}, std::runtime_error) << "a living server must not be pushed aside";
  }
}

struct Refused {
  const char* name;
  gateway::ListenConfig config;
  const char* names;  // what the sentence must name
};
class Start : public testing::TestWithParam<Refused> {};

TEST_P(Start, is_refused_with_a_sentence_that_names_the_setting) {
  try {
    Gateway gateway{GetParam().config};
    FAIL() << "it started";
  } catch (const std::runtime_error& why) {
    EXPECT_NE(std::string{why.what()}.find(GetParam().names), std::string::npos) << why.what();
  }
}

gateway::ListenConfig with(void (*change)(gateway::ListenConfig&)) {
  gateway::ListenConfig config;
  change(config);
  return config;
}

INSTANTIATE_TEST_SUITE_P(
    Of, Start,
    testing::Values(
        Refused{"plain_on_all", with([](auto& c) { c.address = "0.0.0.0"; }), "address"},
        Refused{"plain_on_all_v6", with([](auto& c) { c.address = "::"; }), "address"},
        Refused{"no_address", with([](auto& c) { c.address = "localhost"; }), "address"},
        Refused{"bad_proxy", with([](auto& c) { c.proxies = {"10.0.0.0/33"}; }), "proxies"},
        Refused{"bad_trusted", with([](auto& c) { c.trusted = {"clinic"}; }), "trusted"},
        Refused{"key_alone", with([](auto& c) { c.key_file = "/nowhere/key.pem"; }), "certificate"},
        Refused{"long_path", with([](auto& c) { c.unix_path = "/tmp/" + std::string(200, 'p'); }), "Unix"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Start, is_refused_when_somebody_else_listens_there) {
  Gateway gateway;
  gateway::ListenConfig config;
  config.port = gateway.port();
  EXPECT_THROW(Gateway{config}, std::runtime_error);
}

TEST(StopAccepting, keeps_sockets_and_lets_no_one_in) {
  Gateway gateway;
  RawClient client{gateway.port()};
  ASSERT_EQ(client.upgrade(), 101);
  gateway.server().stop_accepting();
  EXPECT_TRUE(eventually([&] {
    try {
      RawClient late{gateway.port()};
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  ASSERT_TRUE(client.send(client_frame(kText, "here")));
  EXPECT_EQ(client.read_frame().payload, "here");
  gateway.server().cut_all();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_TRUE(gateway.all_gone());
}

}  // namespace
}  // namespace holdfast::tests
