// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

/// Programs on the SDK that ship inside the `holdfast` binary.
namespace holdfast::sdk {

struct ChatOptions {
  std::string url;
  std::string ca_file;
  std::string organisation;
  std::string language{"en"};
  std::string phrase;      // seekers: come back to where they were
  std::string login;       // staff: password and code are asked for on the terminal
  std::string invitation;  // staff, the first time
};
/// A terminal client good enough to talk with. Gives the exit code. Never prints a token. Takes the
/// descriptor of a terminal or pipe.
int chat(const ChatOptions& options, int in, std::ostream& out);

/// What the demonstration needs from whoever runs the server.
class Operator {
 public:
  virtual ~Operator() = default;
  /// An organisation with a signed duty pack of short clocks and an open line; the same one again when it
  /// exists.
  virtual bool open_line(const std::string& slug, const std::string& name,
                         const std::string& duty_pack_json) = 0;
  /// `role`: supporter or supervisor. Gives an invitation, nothing when refused.
  virtual std::optional<std::string> invite(const std::string& slug, const std::string& role,
                                            const std::string& name) = 0;
};

struct DemoOptions {
  std::string url;
  std::string ca_file;
  std::string organisation{"evening"};
  std::string duty_pack;  // JSON; its clocks are made short
};
/// Plays an evening on a running server with real clients: talk, a group, a flag that is worked to its
/// outcome, one that nobody answers and that climbs. Prints what each person sees. Gives 0 when all of it
/// happened.
int demo(const DemoOptions& options, Operator& who_runs_it, std::ostream& out);

}  // namespace holdfast::sdk
