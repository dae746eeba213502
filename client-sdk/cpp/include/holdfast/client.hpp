// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "holdfast/backoff.hpp"
#include "holdfast/message_id.hpp"
#include "holdfast/v1/envelope.pb.h"

namespace holdfast::sdk {

/// What an application hears. Called on the client's io_context thread, never inside a call into the client.
class Listener {
 public:
  enum class State : std::uint8_t {
    Connecting,  // also while waiting before the next attempt
    Ready,       // signed in; what is followed is being caught up
    Ended,       // stopped, signed out, or the token is not accepted: it does not come back by itself
  };

  virtual ~Listener() = default;
  /// `reason` is for people who run the program: a close code or the step that failed, never content.
  virtual void on_state(State state, const std::string& reason) = 0;
  /// Each committed message of a followed conversation, exactly once, in seq order, whatever the network did.
  virtual void on_message(const v1::Message& message) = 0;
  /// Everything else the server tells: cursors, typing, presence, places in the queue, escalation notes on a
  /// person.
  virtual void on_event(const v1::Event& event) = 0;
  /// A message written with `send` has its final answer: stored (`sent`) or refused for good (`error`).
  virtual void on_settled(const MessageId& id, const v1::Reply& answer) = 0;
  /// What lies at or below `seq` of this conversation cannot be read here: it was before this person came, or
  /// the store was restored. Never silent.
  virtual void on_restated(std::uint64_t conversation, std::uint64_t seq) = 0;
  /// A followed conversation is no longer theirs to read.
  virtual void on_refused(std::uint64_t conversation, const v1::Error& error) = 0;
};

struct Options {
  std::string url;                     // http(s)://host[:port]
  std::string ca_file;                 // PEM; empty: the system's authorities
  std::function<std::string()> token;  // asked before each sign-in, so that it may be renewed
  std::string name{"holdfast-cpp/0.1"};
  Backoff::Bounds backoff;
  std::chrono::milliseconds connect_deadline{15'000};
  std::chrono::milliseconds command_deadline{10'000};
  std::size_t in_flight_per_conversation{1};  // 1 keeps the author's order through every refusal
};

/// A person's connection to Holdfast: signs in, follows conversations without gap or duplicate, sends at
/// least once under one client message id, comes back with jitter after any cut. Lives on: its io_context's
/// one thread; every member is called there. Keep the shared_ptr and the listener until Ended.
class Client {
 public:
  using OnReply = std::function<void(const v1::Reply&)>;

  [[nodiscard]] static std::shared_ptr<Client> create(boost::asio::io_context& context, Options options,
                                                      Listener& listener);
  virtual ~Client() = default;

  virtual void start() = 0;
  /// Closes politely and ends; unsent messages stay unsent.
  virtual void stop() = 0;

  /// From the message after `delivered` on; 0: everything this person may read.
  virtual void follow(std::uint64_t conversation, std::uint64_t delivered = 0) = 0;
  virtual void unfollow(std::uint64_t conversation) = 0;
  /// Kept and retried until `on_settled`. Nothing is taken, and nothing given, when too much is unsent
  /// (Unsent::kMost).
  [[nodiscard]] virtual std::optional<MessageId> send(std::uint64_t conversation, std::string text) = 0;
  /// Any other request, once: `frame.body` is set, the id is ours. Answered with UNAVAILABLE when there is no
  /// connection or it ends before the answer, DEADLINE_EXCEEDED when none comes in time.
  virtual void request(v1::ClientFrame frame, OnReply on_reply) = 0;

  [[nodiscard]] virtual std::size_t unsent() const = 0;
  [[nodiscard]] virtual const v1::Welcome& welcome() const = 0;  // of the newest sign-in
};

}  // namespace holdfast::sdk
