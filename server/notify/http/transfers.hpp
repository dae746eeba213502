// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/limits.hpp"

namespace holdfast::notify {

/// Whether an address inside (loopback, private, link-local) may be called. A duty pack is data: it must not
/// reach into the operator's network unless the operator says so.
enum class Reach : std::uint8_t { PublicOnly, PrivateToo };

/// HTTP exchanges on a thread of their own: a bounded queue, a bounded number at once, a deadline each, no
/// redirects, TLS verified. Any thread may start one.
class Transfers {
 public:
  struct Options {
    Reach reach{Reach::PublicOnly};
    std::chrono::milliseconds deadline{limits::kNotifyDeadline};
    std::size_t queue{limits::kNotifyQueue};
    std::size_t at_once{limits::kNotifyParallel};
  };
  /// Called once, on the transfers' thread; never for what the queue refused.
  using Ended = std::function<void(Result<void>)>;
  struct Exchange {
    std::string url;
    std::string body;                  // empty: GET
    std::vector<std::string> headers;  // whole lines
    Ended ended;
  };

  explicit Transfers(Options options);
  /// What has not ended yet ends as Unavailable.
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// False: the queue is full, nothing was taken.
  [[nodiscard]] bool start(Exchange exchange);
  /// When its thread last turned: stale means that it is stuck.
  [[nodiscard]] std::chrono::steady_clock::time_point turned() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace holdfast::notify
