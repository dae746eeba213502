// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "notify/http/transfers.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace holdfast::notify {

namespace {

constexpr int kTurn = 500;  // ms; how long the loop may sleep: start and end wake it

void init_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] { ::curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool inside(std::uint32_t v4) {
  const auto in = [v4](std::uint32_t net, int bits) { return (v4 >> (32 - bits)) == (net >> (32 - bits)); };
  return in(0x00000000, 8) || in(0x0a000000, 8) || in(0x64400000, 10) || in(0x7f000000, 8) ||
         in(0xa9fe0000, 16) || in(0xac100000, 12) || in(0xc0a80000, 16) ||
         in(0xe0000000, 3);  // RFC 6890, and multicast
}

bool inside(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return inside(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return true;
  sockaddr_in6 v6{};
  std::memcpy(&v6, address, sizeof v6);
  const auto* const bytes = v6.sin6_addr.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    std::uint32_t v4 = 0;
    std::memcpy(&v4, bytes + 12, sizeof v4);
    return inside(ntohl(v4));
  }
  return (bytes[0] & 0xe0U) != 0x20U;  // global unicast is 2000::/3
}

/// The address that is really connected to, so that no name can resolve to another one meanwhile.
curl_socket_t open_outside(void*, curlsocktype, curl_sockaddr* address) {
  if (inside(&address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t swallow(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

Result<void> judged(CURLcode code, long status) {
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) return refuse(Code::Invalid);
  if (code != CURLE_OK || status == 429 || status == 408 || status >= 500) return refuse(Code::Unavailable);
  if (status >= 200 && status < 300) return {};
  return refuse(Code::Invalid);
}

}  // namespace

class Transfers::Loop {
 public:
  explicit Loop(Options options) : options_{options}, multi_{::curl_multi_init()} {
    touch();
    thread_ = std::thread{[this] { run(); }};
  }
  ~Loop() {
    stopping_ = true;
    ::curl_multi_wakeup(multi_);
    thread_.join();
    ::curl_multi_cleanup(multi_);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  bool start(Exchange exchange) {
    {
      const std::lock_guard lock{mutex_};
      if (waiting_.size() >= options_.queue) return false;
      waiting_.push_back(std::move(exchange));
    }
    ::curl_multi_wakeup(multi_);
    return true;
  }
  [[nodiscard]] std::chrono::steady_clock::time_point turned() const {
    return std::chrono::steady_clock::time_point{std::chrono::steady_clock::duration{turned_.load()}};
  }

 private:
  struct Running {
    Exchange exchange;
    CURL* easy{nullptr};
    curl_slist* headers{nullptr};
    std::list<Running>::iterator self;
  };

  void touch() { turned_ = std::chrono::steady_clock::now().time_since_epoch().count(); }

  void run() {
    while (!stopping_) {
      touch();
      take();
      int active = 0;
      ::curl_multi_perform(multi_, &active);
      reap();
      ::curl_multi_poll(multi_, nullptr, 0, kTurn, nullptr);
    }
    while (!running_.empty()) end(running_.front(), refuse(Code::Unavailable));
    for (auto& exchange : waiting_) exchange.ended(refuse(Code::Unavailable));
  }

  void take() {
    while (running_.size() < options_.at_once) {
      std::optional<Exchange> next;
      {
        const std::lock_guard lock{mutex_};
        if (waiting_.empty()) return;
        next.emplace(std::move(waiting_.front()));
        waiting_.pop_front();
      }
      begin(std::move(*next));
    }
  }

  void begin(Exchange exchange) {
    running_.push_front(Running{std::move(exchange), ::curl_easy_init(), nullptr, {}});
    Running& job = running_.front();
    job.self = running_.begin();
    const auto deadline = static_cast<long>(options_.deadline.count());
    ::curl_easy_setopt(job.easy, CURLOPT_PRIVATE, &job);
    ::curl_easy_setopt(job.easy, CURLOPT_URL, job.exchange.url.c_str());
    ::curl_easy_setopt(job.easy, CURLOPT_PROTOCOLS_STR, "http,https");
    ::curl_easy_setopt(job.easy, CURLOPT_FOLLOWLOCATION, 0L);
    ::curl_easy_setopt(job.easy, CURLOPT_PROXY, "");
    ::curl_easy_setopt(job.easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    ::curl_easy_setopt(job.easy, CURLOPT_SSL_VERIFYPEER, 1L);
    ::curl_easy_setopt(job.easy, CURLOPT_SSL_VERIFYHOST, 2L);
    ::curl_easy_setopt(job.easy, CURLOPT_TIMEOUT_MS, deadline);
    ::curl_easy_setopt(job.easy, CURLOPT_CONNECTTIMEOUT_MS, deadline);
    ::curl_easy_setopt(job.easy, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(job.easy, CURLOPT_USERAGENT, "holdfast");
    ::curl_easy_setopt(job.easy, CURLOPT_WRITEFUNCTION, &swallow);
    if (options_.reach == Reach::PublicOnly) {
      ::curl_easy_setopt(job.easy, CURLOPT_OPENSOCKETFUNCTION, &open_outside);
    }
    if (!job.exchange.body.empty()) {
      ::curl_easy_setopt(job.easy, CURLOPT_POSTFIELDS, job.exchange.body.c_str());
      ::curl_easy_setopt(job.easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(job.exchange.body.size()));
    }
    for (const auto& line : job.exchange.headers)
      job.headers = ::curl_slist_append(job.headers, line.c_str());
    ::curl_easy_setopt(job.easy, CURLOPT_HTTPHEADER, job.headers);
    ::curl_multi_add_handle(multi_, job.easy);
  }

  void reap() {
    int left = 0;
    while (const CURLMsg* message = ::curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      Running* job = nullptr;
      long status = 0;
      ::curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
      ::curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      const CURLcode code = message->data.result;
      end(*job, judged(code, status));
    }
  }

  void end(Running& job, Result<void> result) {
    ::curl_multi_remove_handle(multi_, job.easy);
    ::curl_easy_cleanup(job.easy);
    ::curl_slist_free_all(job.headers);
    const Ended ended = std::move(job.exchange.ended);
    running_.erase(job.self);
    ended(result);
  }

  Options options_;
  CURLM* multi_;
  std::mutex mutex_;  // guards waiting_ only
  std::deque<Exchange> waiting_;
  std::list<Running> running_;  // the loop's thread only
  std::atomic<bool> stopping_{false};
  std::atomic<std::chrono::steady_clock::rep> turned_{0};
  std::thread thread_;
};

Transfers::Transfers(Options options) {
  init_curl_once();
  loop_ = std::make_unique<Loop>(options);
}
Transfers::~Transfers() = default;
bool Transfers::start(Exchange exchange) {
  return loop_->start(std::move(exchange));
}
std::chrono::steady_clock::time_point Transfers::turned() const {
  return loop_->turned();
}

}  // namespace holdfast::notify
