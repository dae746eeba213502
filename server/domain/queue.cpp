// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/queue.hpp"

#include <algorithm>
#include <tuple>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

bool first_class(const Request& request) {
  return request.urgent || request.level == Level::Imminent;
}

/// How much longer than in truth a request counts as waiting.
Duration worth(Level level) {
  switch (level) {
    case Level::None: return Duration{0};
    case Level::Watch: return limits::kAgeStep;
    case Level::High: return 2 * limits::kAgeStep;
    case Level::Imminent: break;  // first class: among them only the time of asking counts
  }
  return Duration{0};
}

auto key(const Request& request, Instant now) {
  const Instant asked = std::min(request.asked, now);
  const bool first = first_class(request);
  return std::tuple{!first, asked - (first ? Duration{0} : worth(request.level)), asked, request.id};
}

}  // namespace

bool goes_before(const Request& a, const Request& b, Instant now) {
  return key(a, now) < key(b, now);
}

void order_queue(std::vector<Request>& waiting, Instant now) {
  std::sort(waiting.begin(), waiting.end(),
            [now](const Request& a, const Request& b) { return goes_before(a, b, now); });
}

std::uint32_t place_of(const Request& mine, std::span<const Request> waiting, Instant now) {
  const auto before = std::count_if(waiting.begin(), waiting.end(), [&](const Request& other) {
    return other.id != mine.id && other.state == RequestState::Waiting && goes_before(other, mine, now);
  });
  return static_cast<std::uint32_t>(before);
}

Result<Request> take(const Request& request, PersonId who, Instant now) {
  if (request.state != RequestState::Waiting) return refuse(Code::AlreadyDone);
  if (who == request.seeker) return refuse(Code::Forbidden);
  Request taken = request;
  taken.state = RequestState::Taken;
  taken.taken_by = who;
  taken.taken = now;
  return taken;
}

Result<Request> cancel(const Request& request) {
  if (request.state != RequestState::Waiting) return refuse(Code::AlreadyDone);
  Request cancelled = request;
  cancelled.state = RequestState::Cancelled;
  return cancelled;
}

}  // namespace holdfast::domain
