// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace holdfast::load {

class Line;

/// What a line tells of. Called inside `Fleet::turn`.
class Hearer {
 public:
  virtual ~Hearer() = default;
  virtual void replied(Line& line, std::string_view reply) = 0;
  virtual void heard(Line& line, std::string_view event) = 0;
};

struct Target {
  std::string host{"127.0.0.1"};
  std::uint16_t port{0};
  bool tls{false};
};

/// One client connection: TCP, TLS where asked, the WebSocket upgrade, Hello, then frames. Never blocks.
class Line {
 public:
  enum class State : unsigned char { Connecting, Securing, Upgrading, SigningIn, Ready };

  /// Begins to connect. `tls` null: plain.
  Line(const Target& target, SSL_CTX* tls, std::string token);
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] State state() const noexcept { return state_; }
  [[nodiscard]] bool ready() const noexcept { return state_ == State::Ready; }
  [[nodiscard]] std::uint64_t person() const noexcept { return person_; }
  [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }

  /// Queues a client frame; `flush` sends.
  void push(std::string_view payload);
  /// Sends what waits. True: something is left until the socket is writable.
  bool flush();
  /// The socket is readable or writable: goes on with what the state needs. True: wants to write.
  bool advance(Hearer& hearer, std::string& scratch);

  bool dirty{false};        // in the fleet's list
  bool wants_write{false};  // registered for it
  std::uint64_t mark{0};    // its user's

 private:
  void read_all(Hearer& hearer, std::string& scratch);
  [[nodiscard]] long receive(char* into, std::size_t room);
  std::size_t take(Hearer& hearer, std::string_view bytes);
  std::size_t take_upgrade(std::string_view bytes);
  void take_frame(Hearer& hearer, std::string_view payload);
  void welcomed(std::string_view reply);
  void secure();
  void ask_upgrade();

  struct SslFree {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  };
  int fd_{-1};
  State state_{State::Connecting};
  std::unique_ptr<SSL, SslFree> ssl_;
  std::string host_;
  std::string token_;
  std::string out_, left_;
  std::uint64_t person_{0}, epoch_{0};
};

}  // namespace holdfast::load
