// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "entrance.hpp"

#include <boost/asio/io_context.hpp>
#include <ostream>

#include "words.hpp"

namespace holdfast::sdk {

namespace {

class Entrance {
 public:
  Entrance(const ChatOptions& options, Lines& in, std::ostream& out)
      : options_{options}, endpoint_{options.url, options.ca_file}, in_{in}, out_{out} {}

  std::optional<Entered> come_in() {
    const auto arrival = call<Arrival>(
        [&](auto done) { see_arrival(context_, endpoint_, options_.organisation, options_.language, done); });
    if (!arrival) return std::nullopt;
    learn(*arrival);
    auto account = by_what_was_given(*arrival);
    if (!account) return std::nullopt;
    entered_.account = std::move(*account);
    return entered_;
  }

 private:
  [[nodiscard]] std::string say(std::string_view key) const {
    return fill(fill(words(options_.language, key), "lines", entered_.lines), "number", entered_.number);
  }

  std::optional<std::string> asked(std::string_view key) {
    out_ << say(key) << " " << std::flush;
    return in_.next();
  }

  /// Runs one exchange to its answer; a refusal is shown.
  template <class T>
  std::optional<T> call(const std::function<void(OnAnswer<T>)>& start) {
    std::optional<T> answer;
    v1::Error refusal;
    start([&](const std::optional<T>& given, const v1::Error& error) {
      answer = given;
      refusal = error;
    });
    context_.restart();
    context_.run();
    if (!answer) out_ << say("error." + refusal.name()) << std::endl;
    return answer;
  }

  void learn(const Arrival& arrival) {
    for (const HelpNumber& number : arrival.numbers) {
      if (number.emergency && entered_.number.empty()) entered_.number = number.call;
      if (number.emergency) continue;
      if (!entered_.lines.empty()) entered_.lines += ", ";
      entered_.lines += number.name + " " + number.call;
    }
  }

  std::optional<Account> by_what_was_given(const Arrival& arrival) {
    if (!options_.invitation.empty()) return by_invitation();
    if (!options_.login.empty()) return by_login();
    if (options_.phrase.empty()) return as_seeker(arrival);
    return call<Account>(
        [&](auto done) { recover(context_, endpoint_, options_.organisation, options_.phrase, done); });
  }

  std::optional<Account> as_seeker(const Arrival& arrival) {
    out_ << "\n" << arrival.name << "\n\n";
    if (arrival.demo) out_ << say("line.demo") << "\n\n";
    for (const std::string& said : {arrival.who_answers, arrival.who_reads, arrival.when_confidence_ends,
                                    arrival.what_is_kept, arrival.youngest_age}) {
      out_ << said << "\n";
    }
    out_ << "\n";
    for (const HelpNumber& number : arrival.numbers) {
      out_ << "  " << number.name << "  " << number.call << (number.text.empty() ? "" : "  / " + number.text)
           << "\n";
    }
    out_ << std::endl;
    if (!asked("chat.enter_to_start")) return std::nullopt;
    const auto account = call<Account>(
        [&](auto done) { arrive(context_, endpoint_, options_.organisation, arrival.notice_version, done); });
    if (account) out_ << fill(say("arrival.phrase"), "phrase", account->recovery_phrase) << std::endl;
    return account;
  }

  std::optional<Account> by_login() {
    const auto password = asked("chat.password");
    const auto code = asked("chat.code");
    if (!password || !code) return std::nullopt;
    return call<Account>([&](auto done) {
      sign_in(context_, endpoint_, options_.organisation, options_.login, *password, *code, done);
    });
  }

  std::optional<Account> by_invitation() {
    const auto factor = call<std::string>(
        [&](auto done) { open_invitation(context_, endpoint_, options_.invitation, done); });
    if (!factor) return std::nullopt;
    out_ << say("chat.enrol") << "\n  " << *factor << std::endl;
    const auto login = asked("chat.choose_login");
    const auto password = asked("chat.choose_password");
    const auto code = asked("chat.code");
    if (!login || !password || !code) return std::nullopt;
    return call<Account>([&](auto done) {
      accept_invitation(context_, endpoint_, options_.invitation, *login, *password, *code, done);
    });
  }

  const ChatOptions& options_;
  Endpoint endpoint_;
  Lines& in_;
  std::ostream& out_;
  Entered entered_;
  boost::asio::io_context context_;
};

}  // namespace

std::optional<Entered> come_in(const ChatOptions& options, Lines& in, std::ostream& out) {
  return Entrance{options, in, out}.come_in();
}

}  // namespace holdfast::sdk
