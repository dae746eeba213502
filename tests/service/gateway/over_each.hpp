// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <string>

#include "service/gateway/certificate.hpp"
#include "service/gateway/raw_client.hpp"
#include "service/gateway/room_door.hpp"
#include "support/temp_dir.hpp"

namespace holdfast::tests {

enum class Transport : std::uint8_t { Plain, Tls13, Tls12 };

inline constexpr int kText = 1;
inline constexpr int kBinary = 2;
inline constexpr int kClose = 8;
inline constexpr int kPing = 9;
inline constexpr int kPong = 10;

/// A server over one transport, where at the end no connection may be left.
class OverEach : public testing::TestWithParam<Transport> {
 protected:
  explicit OverEach(gateway::ListenConfig config = {}) : gateway_{with_transport(std::move(config))} {}

  gateway::ListenConfig with_transport(gateway::ListenConfig config) const {
    if (GetParam() == Transport::Plain) return config;
    const CertificateFiles files = write_certificate(folder_.path().string(), "test");
    config.certificate_file = files.certificate;
    config.key_file = files.key;
    return config;
  }

  RawClient connected(int receive_buffer = 0) {
    RawClient::Options options;
    options.receive_buffer = receive_buffer;
    options.tls = GetParam() != Transport::Plain;
    options.tls_version = GetParam() == Transport::Tls12 ? TLS1_2_VERSION : 0;
    return RawClient{gateway_.port(), options};
  }

  RawClient joined(std::string_view subprotocol = "holdfast.v1.json", int receive_buffer = 0) {
    RawClient client = connected(receive_buffer);
    EXPECT_TRUE(client.connected());
    EXPECT_EQ(client.upgrade(subprotocol), 101);
    return client;
  }

  void TearDown() override { EXPECT_TRUE(gateway_.all_gone()); }

  TempDir folder_;
  Gateway gateway_;
};

inline std::string transport_name(const testing::TestParamInfo<Transport>& row) {
  constexpr const char* kNames[] = {"plain", "tls13", "tls12"};
  return kNames[static_cast<int>(row.param)];
}

}  // namespace holdfast::tests
