// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gateway/server.hpp"
#include "gateway/socket.hpp"
#include "io/http.hpp"
#include "io/reactor.hpp"

namespace holdfast::tests {

/// A room of everyone connected to one reactor. A message is echoed, unless it is one of these words:
/// "all N S": N frames of S bytes, numbered, to everyone; "mixed N": N to the sender, each third in haste;
/// "close N": N frames to the sender, then a close with 4000; "close-late N": the same, and what is appended
/// after the close too; "cut"; "signed in".
class RoomDoor final : public gateway::SocketDoor {
 public:
  struct Member : std::enable_shared_from_this<Member> {
    explicit Member(std::shared_ptr<gateway::Socket> s) : socket{std::move(s)} {}
    void say(wire::FramePtr frame);
    void pump();
    std::shared_ptr<gateway::Socket> socket;
    std::deque<wire::FramePtr> queue;
    bool close_when_empty{false};
  };

  void opened(std::shared_ptr<gateway::Socket> socket) override;
  /// Lets go of all members; the reactors stand still.
  void forget() { members_.clear(); }
  [[nodiscard]] int open() const { return open_.load(); }
  /// The code with which the last reader ended.
  [[nodiscard]] Code last_end() const { return last_end_.load(); }

 private:
  static io::Task<void> read_loop(RoomDoor& door, std::shared_ptr<Member> member);
  void obey(const std::shared_ptr<Member>& member, std::string_view text);

  std::vector<std::shared_ptr<Member>> members_;  // used with one reactor, or by echoing members only
  std::atomic<int> open_{0};
  std::atomic<Code> last_end_{Code::Internal};
};

/// Answers GET /hello, echoes POST /echo, 404 otherwise.
class HelloDoor final : public io::HttpDoor {
 public:
  io::Task<io::HttpResponse> answer(io::HttpRequest request) override;
};

/// A running server of one listener on 127.0.0.1 with both doors.
class Gateway {
 public:
  explicit Gateway(gateway::ListenConfig config = {}, std::size_t reactors = 1);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] gateway::Server& server() { return *server_; }
  [[nodiscard]] RoomDoor& room() { return room_; }
  /// Waits until no connection is left; false after the deadline.
  [[nodiscard]] bool all_gone();

 private:
  NoObserver observer_;
  HelloDoor hello_;
  RoomDoor room_;
  io::Reactors reactors_;
  std::unique_ptr<gateway::Server> server_;
};

/// Waits for `done` to become true; false after 20 s.
template <class Done>
[[nodiscard]] bool eventually(Done done) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!done()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

}  // namespace holdfast::tests
