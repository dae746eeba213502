// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::tests {

struct WireFrame {
  int opcode{-1};  // -1: the connection ended before a whole frame
  bool fin{false};
  std::string payload;
  [[nodiscard]] int close_code() const;
};

/// A WebSocket and HTTP client of plain bytes, so that a test decides every one of them. Blocking; each read
/// has a deadline, after which it counts as ended and `timed_out()` is true.
class RawClient {
 public:
  static constexpr std::chrono::seconds kDeadline{20};
  struct Options {
    int receive_buffer{0};  // bytes; 0: the kernel's choice
    bool tls{false};
    int tls_version{0};  // TLS1_2_VERSION to force it; 0: the newest
  };

  explicit RawClient(std::uint16_t port) : RawClient{port, Options{}} {}
  RawClient(std::uint16_t port, Options options);
  explicit RawClient(const std::string& unix_path);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  /// False if TLS was asked for and its handshake failed.
  [[nodiscard]] bool connected() const { return fd_ >= 0; }
  /// Gives: false when the peer takes no more within the deadline or is gone.
  bool send(std::string_view bytes);
  /// As much as the kernel takes without waiting.
  std::size_t send_now(std::string_view bytes);
  [[nodiscard]] bool writable_within(std::chrono::milliseconds wait) const;
  /// Up to and including `end`; what came when the connection ended before.
  std::string read_until(std::string_view end);
  std::string read_exactly(std::size_t size);
  std::string read_to_end();
  WireFrame read_frame();
  /// The next frame that is no ping; pings are left unanswered.
  WireFrame read_data();

  /// Asks for /v1/ws with that subprotocol; gives the status line's number, 0 when it ended.
  int upgrade(std::string_view subprotocol = "holdfast.v1.json", std::string_view more_headers = "");
  /// One HTTP exchange; gives head and body (by Content-Length) as they came.
  std::string exchange(std::string_view request);

  [[nodiscard]] bool timed_out() const { return timed_out_; }
  [[nodiscard]] SSL* ssl() { return ssl_; }
  /// Ends without a word: a reset.
  void reset();
  void shut_sending();

 private:
  void start(Options options);
  bool fill();

  int fd_{-1};
  SSL_CTX* context_{nullptr};
  SSL* ssl_{nullptr};
  std::string unread_;
  bool timed_out_{false};
};

/// A masked client frame. Source: RFC 6455 §5.2.
[[nodiscard]] std::string client_frame(int opcode, std::string_view payload, bool fin = true);
[[nodiscard]] std::string upgrade_request(std::string_view subprotocol, std::string_view more_headers = "",
                                          std::string_view path = "/v1/ws");
[[nodiscard]] int status_of(std::string_view head);

}  // namespace holdfast::tests
