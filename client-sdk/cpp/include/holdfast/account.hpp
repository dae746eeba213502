// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "holdfast/v1/error.pb.h"

/// What happens before a socket: arriving, coming back, signing in. HTTP, documented in the server's OpenAPI.
/// Every call gives its answer on the io_context's thread, once, within the deadline.
namespace holdfast::sdk {

struct Endpoint {
  std::string url;      // http(s)://host[:port]
  std::string ca_file;  // PEM; empty: the system's authorities
  std::chrono::milliseconds deadline{15'000};
};

template <class T>
using OnAnswer = std::function<void(const std::optional<T>&, const v1::Error&)>;

struct HelpNumber {
  std::string name, call, text, country;
  bool emergency{false};
  bool child_line{false};
};
/// What a person must have seen before typing.
struct Arrival {
  std::string name, line, language;
  bool demo{false};
  std::uint64_t notice_version{0};
  std::uint64_t minimum_age{0};
  std::string who_answers, who_reads, when_confidence_ends, what_is_kept, youngest_age;
  std::vector<HelpNumber> numbers;
};
struct Account {
  std::uint64_t person{0};
  std::string token;
  std::string recovery_phrase;  // seekers: six words, shown once
};

void see_arrival(boost::asio::io_context& context, Endpoint endpoint, std::string organisation,
                 std::string language, OnAnswer<Arrival> on_answer);
void arrive(boost::asio::io_context& context, Endpoint endpoint, std::string organisation,
            std::uint64_t notice_shown, OnAnswer<Account> on_answer);
void recover(boost::asio::io_context& context, Endpoint endpoint, std::string organisation,
             std::string phrase, OnAnswer<Account> on_answer);
void sign_in(boost::asio::io_context& context, Endpoint endpoint, std::string organisation, std::string login,
             std::string password, std::string totp, OnAnswer<Account> on_answer);
/// Gives the otpauth:// address of the second factor to enrol.
void open_invitation(boost::asio::io_context& context, Endpoint endpoint, std::string invitation,
                     OnAnswer<std::string> on_answer);
void accept_invitation(boost::asio::io_context& context, Endpoint endpoint, std::string invitation,
                       std::string login, std::string password, std::string totp,
                       OnAnswer<Account> on_answer);

}  // namespace holdfast::sdk
