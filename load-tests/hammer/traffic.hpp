// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <vector>

#include "hammer/fleet.hpp"
#include "hammer/meters.hpp"

namespace holdfast::load {

/// One person who writes in one conversation. The server takes 20 messages a second from a session, so a fast
/// writer has many, used in turn.
struct Sender {
  std::uint64_t conversation{0};
  std::vector<Line*> lines;
  std::size_t next{0};
};

struct Phase {
  double warm{0.5};  // seconds before anything is counted
  double measured{2.0};
};

/// Writes messages and counts what comes back.
class Traffic final : public Hearer {
 public:
  Traffic(Fleet& fleet, std::vector<Sender> senders, pid_t server, const Counters& counters);

  /// Every sender keeps `in_flight` messages unanswered.
  boost::json::object saturate(std::size_t in_flight, Phase phase);
  /// Messages fall due evenly whatever the server does; a latency begins where its message was due.
  boost::json::object offer(double per_second, Phase phase);

  void replied(Line& line, std::string_view reply) override;
  void heard(Line& line, std::string_view event) override;

 private:
  struct Flight {
    Sender* sender{nullptr};
    Steady due;
  };
  struct Counts {
    std::uint64_t answered{0};
    std::uint64_t refused{0};
    std::uint64_t heard{0};
    std::uint64_t bytes{0};
  };
  void write(Sender& sender, Steady due);
  boost::json::object measure(double seconds);
  void run_for(double seconds);
  void finish();

  Fleet& fleet_;
  std::vector<Sender> senders_;
  pid_t server_;
  const Counters& counters_;
  std::vector<Flight> flights_;
  std::uint64_t next_id_{0};
  std::size_t flying_{0};
  Counts counts_;
  Spread latency_;
  bool again_{false};  // an answer makes its sender write the next
  double gap_{0};      // seconds between two messages that fall due; 0: none does
  Steady next_due_;
  std::size_t next_sender_{0};
};

}  // namespace holdfast::load
