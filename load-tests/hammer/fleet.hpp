// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hammer/line.hpp"
#include "holdfast/v1/envelope.pb.h"

namespace holdfast::load {

using Steady = std::chrono::steady_clock::time_point;

/// Many lines on one thread and one epoll.
class Fleet {
 public:
  explicit Fleet(Target target);
  ~Fleet();
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  /// Connects and signs in one line a token, a bounded number at once. Gives them in order.
  std::vector<Line*> connect(const std::vector<std::string>& tokens);
  /// Closes all lines without a word, as phones do.
  void leave();

  /// Puts a frame on the line; it leaves at the end of this turn.
  void push(Line& line, std::string_view payload);
  /// Sends what was pushed, waits at most `most` for something to come and hands it to `hearer`. Gives: how
  /// many lines there was something to do for.
  std::size_t turn(Hearer& hearer, std::chrono::milliseconds most);

  /// Set-up: asks in order on each line, all lines beside each other; a refusal that may be retried is. Gives
  /// the replies in the order asked. Throws Broken for any other refusal.
  using Asked = std::pair<Line*, v1::ClientFrame>;
  std::vector<v1::Reply> ask(std::vector<Asked> asked);

 private:
  void watch(Line& line, bool writing, int how);
  void sort_out(Line& line, bool writing);

  Target target_;
  int epoll_{-1};
  SSL_CTX* tls_{nullptr};
  std::vector<std::unique_ptr<Line>> lines_;
  std::vector<Line*> dirty_;
  std::string scratch_;
};

}  // namespace holdfast::load
