// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/traffic.hpp"

#include <unistd.h>

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

double seconds_between(Steady from, Steady to) {
  return duration<double>(to - from).count();
}

}  // namespace

Traffic::Traffic(Fleet& fleet, std::vector<Sender> senders, pid_t server, const Counters& counters)
    : fleet_{fleet}, senders_{std::move(senders)}, server_{server}, counters_{counters}, flights_(kFlights) {}

void Traffic::write(Sender& sender, Steady due) {
  const std::uint64_t number = next_id_++;
  flights_[number % kFlights] = {&sender, due};
  ++flying_;
  v1::ClientFrame frame;
  frame.set_id(kFirstId + number);
  v1::Send& send = *frame.mutable_send();
  send.set_conversation_id(sender.conversation);
  send.set_client_message_id(sdk::as_bytes(sdk::fresh_message_id()));
  send.set_text(std::string{kWords.at(number % kWords.size())});
  fleet_.push(*sender.lines[sender.next++ % sender.lines.size()], frame.SerializeAsString());
}

void Traffic::replied(Line&, std::string_view reply) {
  const ReplyHead head = head_of_reply(reply);
  if (head.id < kFirstId) throw Broken{"a reply to nothing asked"};
  Flight& flight = flights_[(head.id - kFirstId) % kFlights];
  const Steady now = steady_clock::now();
  latency_.add(seconds_between(flight.due, now));
  --flying_;
  ++(head.refused ? counts_.refused : counts_.answered);
  if (again_) write(*flight.sender, now);
}

void Traffic::heard(Line&, std::string_view event) {
  ++counts_.heard;
  counts_.bytes += event.size();
}

void Traffic::run_for(double seconds) {
  const Steady end = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(seconds));
  const auto gap = duration_cast<steady_clock::duration>(duration<double>(gap_));
  for (Steady now = steady_clock::now(); now < end; now = steady_clock::now()) {
    for (; gap_ > 0 && next_due_ <= now; next_due_ += gap) {
      write(senders_[next_sender_++ % senders_.size()], next_due_);
    }
    // What falls due is never late by a wait: the core is this program's.
    fleet_.turn(*this, std::chrono::milliseconds{gap_ > 0 ? 0 : 10});
  }
}

boost::json::object Traffic::measure(double seconds) {
  latency_.clear();
  counts_ = {};
  const Steady began = steady_clock::now();
  const double cpu_before = cpu_seconds(server_);
  const double own_before = cpu_seconds(::getpid());
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
  out["hammer_cpu"] = (cpu_seconds(::getpid()) - own_before) / took;
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
    fleet_.turn(*this, std::chrono::milliseconds{10});
    if (steady_clock::now() > end) throw Broken{"messages stay unanswered"};
  }
}

boost::json::object Traffic::saturate(std::size_t in_flight, Phase phase) {
  again_ = true;
  for (Sender& sender : senders_) {
    for (std::size_t i = 0; i < in_flight; ++i) write(sender, steady_clock::now());
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
