// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <iosfwd>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "holdfast/account.hpp"
#include "holdfast/client.hpp"

namespace holdfast::sdk {

/// A scene that did not happen as the server promises; says which.
class Missed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs the clients of a played evening on one thread; every wait has a deadline.
class Stage {
 public:
  Stage(std::string url, std::string ca_file, std::ostream& out)
      : endpoint_{std::move(url), std::move(ca_file)}, out_{out} {}

  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
  /// Runs until `done`. Throws Missed with `what` after `within`.
  void until(const std::string& what, const std::function<bool()>& done,
             std::chrono::seconds within = std::chrono::seconds{15});
  void say(const std::string& who, const std::string& line);
  void scene(const std::string& title);

 private:
  boost::asio::io_context context_;
  Endpoint endpoint_;
  std::ostream& out_;
};

/// One person at their screen: what they hear is printed and remembered.
class Person final : public Listener {
 public:
  Person(Stage& stage, std::string name, Account account);
  ~Person() override;
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  /// Asks and waits for the answer; throws Missed when it is a refusal.
  v1::Reply ask(const std::string& what, v1::ClientFrame frame);
  /// The same, giving the refusal too.
  v1::Reply try_ask(const std::string& what, v1::ClientFrame frame);
  void follow(std::uint64_t conversation) { client_->follow(conversation); }
  void write(std::uint64_t conversation, const std::string& text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t id() const { return account_.person; }
  [[nodiscard]] const v1::Welcome& welcome() const { return client_->welcome(); }
  [[nodiscard]] const std::vector<v1::Message>& heard() const { return heard_; }
  [[nodiscard]] bool heard_text(const std::string& text) const;
  /// The newest state of the escalation of a conversation that this person was told of; nothing yet: null.
  [[nodiscard]] const v1::Escalation* escalation_of(std::uint64_t conversation) const;

  // Listener
  void on_state(State state, const std::string& reason) override;
  void on_message(const v1::Message& message) override;
  void on_event(const v1::Event& event) override;
  void on_settled(const MessageId& id, const v1::Reply& answer) override;
  void on_restated(std::uint64_t conversation, std::uint64_t seq) override;
  void on_refused(std::uint64_t conversation, const v1::Error& error) override;

 private:
  Stage& stage_;
  std::string name_;
  Account account_;
  std::shared_ptr<Client> client_;
  std::vector<v1::Message> heard_;
  bool ready_{false};
  bool leaving_{false};
  std::size_t settled_{0};
  std::string refused_;
};

/// One line for what a committed entry means to whoever reads it.
[[nodiscard]] std::string in_words(const v1::Message& message);

}  // namespace holdfast::sdk
