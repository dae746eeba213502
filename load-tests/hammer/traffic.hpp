// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <sys/types.h>

#include <boost/json/object.hpp>
#include <cstdint>
#include <vector>

#include "hammer/fleet.hpp"
#include "hammer/meters.hpp"
#include "hammer/rooms.hpp"

namespace holdfast::load {

/// How many talk at once.
struct Shape {
  std::size_t rooms{1};      // in which something is said at a time
  std::size_t senders{1};    // of each
  std::size_t in_flight{1};  // unanswered messages of each
};

struct Phase {
  double warm{0.5};  // seconds before anything is counted
  double measured{2.0};
};

/// Writes messages and counts what comes back. The server takes a burst of 40 and 20 a second from a session,
/// so nobody writes for long: who has spent their burst is followed by another member, and a room by another
/// room. At every moment as many talk as the shape says, each on the one session they also hear with.
class Traffic final : public Hearer {
 public:
  Traffic(Fleet& fleet, std::vector<Room> rooms, Shape shape, pid_t server, const Counters& counters);

  /// Every sender keeps all their messages in flight.
  boost::json::object saturate(Phase phase);
  /// Messages fall due evenly whatever the server does; a latency begins where its message was due.
  boost::json::object offer(double per_second, Phase phase);

  void replied(Line& line, std::string_view reply) override;
  void heard(Line& line, std::string_view event) override;

 private:
  struct Sender {
    Line* line{nullptr};
    std::size_t left{0};
  };
  /// Where something is said: a room and who writes in it now.
  struct Talk {
    const Room* room{nullptr};
    std::size_t next_member{0};
    std::vector<Sender> senders;
  };
  struct Flight {
    Talk* talk{nullptr};
    std::size_t sender{0};
    Steady due;
  };
  struct Counts {
    std::uint64_t answered{0};
    std::uint64_t refused{0};
    std::uint64_t heard{0};
    std::uint64_t bytes{0};
  };
  void enter_next_room(Talk& talk);
  [[nodiscard]] Line& writer(Talk& talk, std::size_t sender);
  void write(Talk& talk, std::size_t sender, Steady due);
  boost::json::object measure(double seconds);
  void run_for(double seconds);
  void finish();

  Fleet& fleet_;
  std::vector<Room> rooms_;
  std::vector<Steady> rested_;  // when a room's members may write again
  std::size_t next_room_{0};
  Shape shape_;
  std::vector<Talk> talks_;
  pid_t server_;
  const Counters& counters_;
  std::vector<Flight> flights_;
  std::uint64_t next_id_{0};
  std::size_t flying_{0};
  Counts counts_;
  Spread latency_;
  bool again_{false};  // an answer makes its sender write the next
  double idle_{0};     // seconds in which nothing came and nothing was due
  double gap_{0};      // seconds between two messages that fall due; 0: none does
  Steady next_due_;
  std::size_t next_sender_{0};
};

}  // namespace holdfast::load
