// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/traffic.hpp"

#include <iostream>
#include <utility>

#include "hammer/frames.hpp"
#include "holdfast/message_id.hpp"
#include "support/words.hpp"

namespace holdfast::load {

namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::steady_clock;

constexpr std::size_t kFlights = 1U << 18U;      // more unanswered than the server takes
constexpr std::uint64_t kFirstId = 1ULL << 32U;  // above those of set-up
constexpr auto kPatience = std::chrono::seconds{10};
constexpr std::size_t kBurst = 36;                        // of the server's 40: joining took some
constexpr auto kRest = std::chrono::milliseconds{2'000};  // gives a session its burst back

double seconds_between(Steady from, Steady to) {
  return duration<double>(to - from).count();
}

}  // namespace

Traffic::Traffic(Fleet& fleet, std::vector<Room> rooms, Shape shape, pid_t server, const Counters& counters)
    : fleet_{fleet},
      rooms_{std::move(rooms)},
      rested_(rooms_.size()),
      shape_{shape},
      talks_(shape.rooms),
      server_{server},
      counters_{counters},
      flights_(kFlights) {}

void Traffic::enter_next_room(Talk& talk) {
  const Steady now = steady_clock::now();
  if (talk.room != nullptr) rested_[static_cast<std::size_t>(talk.room - rooms_.data())] = now + kRest;
  const std::size_t at = next_room_++ % rooms_.size();
  if (rested_[at] > now) throw Broken{"too few rooms for so many messages: nobody may write any more"};
  talk.room = &rooms_[at];
  talk.senders.clear();
  for (talk.next_member = 0; talk.next_member < shape_.senders; ++talk.next_member) {
    talk.senders.push_back({talk.room->members.at(talk.next_member), kBurst});
  }
}

Line& Traffic::writer(Talk& talk, std::size_t sender) {
  if (talk.room == nullptr) enter_next_room(talk);
  if (talk.senders[sender].left == 0) {
    if (talk.next_member < talk.room->members.size()) {
      talk.senders[sender] = {talk.room->members[talk.next_member++], kBurst};
    } else {
      enter_next_room(talk);
    }
  }
  --talk.senders[sender].left;
  return *talk.senders[sender].line;
}

void Traffic::write(Talk& talk, std::size_t sender, Steady due) {
  const std::uint64_t number = next_id_++;
  flights_[number % kFlights] = {&talk, sender, due};
  ++flying_;
  Line& line = writer(talk, sender);
  v1::ClientFrame frame;
  frame.set_id(kFirstId + number);
  v1::Send& send = *frame.mutable_send();
  send.set_conversation_id(talk.room->conversation);
  send.set_client_message_id(sdk::as_bytes(sdk::fresh_message_id()));
  send.set_text(std::string{kWords.at(number % kWords.size())});
  fleet_.push(line, frame.SerializeAsString());
}

void Traffic::replied(Line&, std::string_view reply) {
  const ReplyHead head = head_of_reply(reply);
  if (head.id < kFirstId) throw Broken{"a reply to nothing asked"};
  Flight& flight = flights_[(head.id - kFirstId) % kFlights];
  const Steady now = steady_clock::now();
  latency_.add(seconds_between(flight.due, now));
  --flying_;
  ++(head.refused ? counts_.refused : counts_.answered);
  if (again_) write(*flight.talk, flight.sender, now);
}

void Traffic::heard(Line&, std::string_view event) {
  ++counts_.heard;
  counts_.bytes += event.size();
}

void Traffic::run_for(double seconds) {
  const Steady end = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(seconds));
  const auto gap = duration_cast<steady_clock::duration>(duration<double>(gap_));
  Steady now = steady_clock::now();
  while (now < end) {
    for (; gap_ > 0 && next_due_ <= now; next_due_ += gap) {
      const std::size_t number = next_sender_++;
      write(talks_[number % talks_.size()], number / talks_.size() % shape_.senders, next_due_);
    }
    // Never asleep, the core is this program's: what falls due is not late, and no client that has to be
    // woken costs the server what people's phones do not.
    const std::size_t done = fleet_.turn(*this, std::chrono::milliseconds{0});
    const Steady after = steady_clock::now();
    if (done == 0) idle_ += seconds_between(now, after);
    now = after;
  }
}

boost::json::object Traffic::measure(double seconds) {
  std::cerr << "measuring" << std::endl;  // for who looks at the server meanwhile
  latency_.clear();
  counts_ = {};
  const Steady began = steady_clock::now();
  const double cpu_before = cpu_seconds(server_);
  idle_ = 0;
  const Counters::Values counted = counters_.now();
  run_for(seconds);
  const double took = seconds_between(began, steady_clock::now());
  const double cpu = cpu_seconds(server_) - cpu_before;
  const auto messages = static_cast<double>(counts_.answered);
  const auto deliveries = static_cast<double>(counts_.heard);
  boost::json::object out;
  out["messages_per_second"] = messages / took;
  out["deliveries_per_second"] = deliveries / took;
  out["server_cpu"] = cpu / took;
  out["hammer_busy"] = 1 - idle_ / took;
  out["messages_per_cpu_second"] = messages / cpu;
  out["deliveries_per_cpu_second"] = deliveries / cpu;
  out["deliveries_per_message"] = deliveries / messages;
  out["bytes_per_delivery"] = static_cast<double>(counts_.bytes) / deliveries;
  out["refused"] = counts_.refused;
  out["ack_p50_us"] = latency_.at(0.5) * 1e6;
  out["ack_p99_us"] = latency_.at(0.99) * 1e6;
  out["per_message"] = per(counted, counters_.now(), messages);
  return out;
}

/// Nothing is in flight when the next measurement begins.
void Traffic::finish() {
  again_ = false;
  gap_ = 0;
  const Steady end = steady_clock::now() + kPatience;
  while (flying_ != 0) {
    static_cast<void>(fleet_.turn(*this, std::chrono::milliseconds{10}));
    if (steady_clock::now() > end) throw Broken{"messages stay unanswered"};
  }
}

boost::json::object Traffic::saturate(Phase phase) {
  again_ = true;
  for (Talk& talk : talks_) {
    for (std::size_t i = 0; i < shape_.senders * shape_.in_flight; ++i) {
      write(talk, i % shape_.senders, steady_clock::now());
    }
  }
  run_for(phase.warm);
  auto measured = measure(phase.measured);
  finish();
  return measured;
}

boost::json::object Traffic::offer(double per_second, Phase phase) {
  gap_ = 1.0 / per_second;
  next_due_ = steady_clock::now();
  run_for(phase.warm);
  auto measured = measure(phase.measured);
  finish();
  measured["offered_per_second"] = per_second;
  return measured;
}

}  // namespace holdfast::load
