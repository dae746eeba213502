// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// What only TLS clients see: versions, key updates, truncation, reload.
#include <openssl/x509.h>

#include "service/gateway/over_each.hpp"

namespace holdfast::tests {
namespace {

using Tls = OverEach;
INSTANTIATE_TEST_SUITE_P(Over, Tls, testing::Values(Transport::Tls13, Transport::Tls12), transport_name);

std::string name_of_server(RawClient& client) {
  X509* const certificate = SSL_get1_peer_certificate(client.ssl());
  char name[64] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  X509_free(certificate);
  return name;
}

TEST_P(Tls, speaks_the_version_the_client_has) {
  RawClient client = joined();
  EXPECT_EQ(SSL_version(client.ssl()), GetParam() == Transport::Tls12 ? TLS1_2_VERSION : TLS1_3_VERSION);
}

TEST_P(Tls, gives_no_tickets_and_keeps_no_sessions) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "x")));
  EXPECT_EQ(client.read_frame().payload, "x");
  EXPECT_FALSE(SSL_SESSION_has_ticket(SSL_get_session(client.ssl())));
}

TEST_P(Tls, an_end_without_a_word_ends_the_session) {
  RawClient client = joined();
  client.reset();
  EXPECT_TRUE(gateway_.all_gone());
}

TEST_P(Tls, a_plain_client_is_turned_away) {
  RawClient client{gateway_.port()};
  EXPECT_EQ(status_of(client.exchange("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n")), 0);
  EXPECT_FALSE(client.timed_out());
}

TEST_P(Tls, a_reload_serves_new_connections_and_leaves_the_living) {
  RawClient before = joined();
  static_cast<void>(write_certificate(folder_.path().string(), "renewed"));
  std::string why;
  ASSERT_TRUE(gateway_.server().reload_tls(why)) << why;
  EXPECT_TRUE(eventually([&] {
    RawClient after = connected();
    return after.connected() && name_of_server(after) == "renewed";
  }));
  EXPECT_EQ(name_of_server(before), "test");
  ASSERT_TRUE(before.send(client_frame(kText, "still")));
  EXPECT_EQ(before.read_frame().payload, "still");
}

TEST_P(Tls, a_reload_of_bad_files_changes_nothing_and_says_so) {
  std::filesystem::remove(folder_.path() / "key.pem");
  std::string why;
  EXPECT_FALSE(gateway_.server().reload_tls(why));
  EXPECT_NE(why.find("key.pem"), std::string::npos);
  EXPECT_EQ(joined().connected(), true);
}

class Tls13Only : public OverEach {};
INSTANTIATE_TEST_SUITE_P(Over, Tls13Only, testing::Values(Transport::Tls13), transport_name);

TEST_P(Tls13Only, keys_are_updated_three_times_in_the_midst_of_a_broadcast) {
  RawClient client = joined();
  ASSERT_TRUE(client.send(client_frame(kText, "all 3000 300")));
  int update = 0;
  for (unsigned i = 0; i < 3000; ++i) {
    if (i % 1000 == 500) {
      ASSERT_EQ(SSL_key_update(client.ssl(), SSL_KEY_UPDATE_REQUESTED), 1);
      ASSERT_TRUE(client.send(client_frame(kPing, std::to_string(update++))));
    }
    WireFrame frame = client.read_frame();
    if (frame.opcode == kPong) frame = client.read_frame();
    ASSERT_EQ(frame.payload.substr(0, frame.payload.find('.')), std::to_string(i));
  }
  ASSERT_TRUE(client.send(client_frame(kText, "after")));
  WireFrame frame = client.read_frame();
  while (frame.opcode == kPong) frame = client.read_frame();
  EXPECT_EQ(frame.payload, "after");
}

}  // namespace
}  // namespace holdfast::tests
