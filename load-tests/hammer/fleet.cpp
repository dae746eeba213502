// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/fleet.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <deque>
#include <unordered_map>

#include "hammer/frames.hpp"

namespace holdfast::load {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kConnecting = 128;  // at once: the server takes 64 a tick
constexpr int kEvents = 512;
constexpr auto kPatience = std::chrono::seconds{60};

/// Nothing is expected.
class Deaf final : public Hearer {
 public:
  void replied(Line&, std::string_view) override {}
  void heard(Line&, std::string_view) override {}
};

/// The requests of one set-up step, in order on each line.
class Asking final : public Hearer {
 public:
  Asking(Fleet& fleet, std::vector<Fleet::Asked>& asked)
      : fleet_{fleet}, asked_{asked}, replies_(asked.size()) {
    for (std::size_t i = 0; i < asked.size(); ++i) waiting_[asked[i].first].ahead.push_back(i);
  }
  void begin_due() {
    const Steady now = steady_clock::now();
    for (auto& [line, queue] : waiting_) {
      if (queue.asked || queue.ahead.empty() || queue.not_before > now) continue;
      v1::ClientFrame& frame = asked_[queue.ahead.front()].second;
      frame.set_id(queue.ahead.front() + 2);
      queue.asked = true;
      fleet_.push(*line, frame.SerializeAsString());
    }
  }
  void replied(Line& line, std::string_view bytes) override {
    v1::Reply reply;
    if (!reply.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      throw Broken{"an unreadable reply"};
    Queue& queue = waiting_.at(&line);
    queue.asked = false;
    if (reply.has_error() && reply.error().retry_after_ms() > 0) {
      queue.not_before = steady_clock::now() + milliseconds{reply.error().retry_after_ms()};
      return;
    }
    if (reply.has_error()) throw Broken{"set-up was refused: " + reply.error().name()};
    replies_.at(queue.ahead.front()) = std::move(reply);
    queue.ahead.pop_front();
    ++answered_;
  }
  void heard(Line&, std::string_view) override {}
  [[nodiscard]] bool whole() const { return answered_ == asked_.size(); }
  std::vector<v1::Reply> take() { return std::move(replies_); }

 private:
  struct Queue {
    std::deque<std::size_t> ahead;
    Steady not_before{};
    bool asked{false};
  };
  Fleet& fleet_;
  std::vector<Fleet::Asked>& asked_;
  std::vector<v1::Reply> replies_;
  std::unordered_map<Line*, Queue> waiting_;
  std::size_t answered_{0};
};

}  // namespace

Fleet::Fleet(Target target) : target_{std::move(target)}, epoll_{::epoll_create1(EPOLL_CLOEXEC)} {
  if (target_.tls) tls_ = SSL_CTX_new(TLS_client_method());  // the certificate is the test's own: not checked
}

Fleet::~Fleet() {
  lines_.clear();
  SSL_CTX_free(tls_);
  ::close(epoll_);
}

void Fleet::watch(Line& line, bool writing, int how) {
  epoll_event event{};
  event.events = EPOLLIN | (writing ? unsigned{EPOLLOUT} : 0U);
  event.data.ptr = &line;
  if (::epoll_ctl(epoll_, how, line.fd(), &event) != 0) throw Broken{"epoll_ctl failed"};
  line.wants_write = writing;
}

void Fleet::sort_out(Line& line, bool writing) {
  if (line.wants_write != writing) watch(line, writing, EPOLL_CTL_MOD);
}

std::vector<Line*> Fleet::connect(const std::vector<std::string>& tokens) {
  std::vector<Line*> made;
  std::vector<Line*> pending;
  Deaf deaf;
  Steady progress = steady_clock::now();
  std::size_t next = 0;
  while (next < tokens.size() || !pending.empty()) {
    while (next < tokens.size() && pending.size() < kConnecting) {
      lines_.push_back(std::make_unique<Line>(target_, tls_, tokens[next++]));
      watch(*lines_.back(), true, EPOLL_CTL_ADD);
      made.push_back(lines_.back().get());
      pending.push_back(made.back());
    }
    static_cast<void>(turn(deaf, milliseconds{50}));
    if (std::erase_if(pending, [](const Line* line) { return line->ready(); }) != 0)
      progress = steady_clock::now();
    if (steady_clock::now() - progress > kPatience) throw Broken{"lines do not come up"};
  }
  return made;
}

void Fleet::leave() {
  dirty_.clear();
  lines_.clear();
}

void Fleet::push(Line& line, std::string_view payload) {
  line.push(payload);
  if (!std::exchange(line.dirty, true)) dirty_.push_back(&line);
}

std::size_t Fleet::turn(Hearer& hearer, milliseconds most) {
  std::size_t done = dirty_.size();
  for (Line* const line : dirty_) {
    line->dirty = false;
    sort_out(*line, line->flush());
  }
  dirty_.clear();
  std::array<epoll_event, kEvents> events{};
  const int count = ::epoll_wait(epoll_, events.data(), kEvents, static_cast<int>(most.count()));
  if (count < 0 && errno != EINTR) throw Broken{"epoll_wait failed"};
  for (int i = 0; i < count; ++i) {
    auto& line = *static_cast<Line*>(events.at(static_cast<std::size_t>(i)).data.ptr);
    const bool writing = line.advance(hearer, scratch_);
    sort_out(line, writing);
    ++done;
  }
  return done;
}

std::vector<v1::Reply> Fleet::ask(std::vector<Asked> asked) {
  Asking asking{*this, asked};
  const Steady end = steady_clock::now() + kPatience;
  while (!asking.whole()) {
    asking.begin_due();
    static_cast<void>(turn(asking, milliseconds{5}));
    if (steady_clock::now() > end) throw Broken{"set-up takes too long"};
  }
  return asking.take();
}

}  // namespace holdfast::load
