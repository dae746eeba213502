// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "bus/local/local_bus.hpp"
#include "crisis/lexicon.hpp"
#include "presence/local/local_presence.hpp"
#include "service/stories.hpp"
#include "service/turn_cache.hpp"
#include "store/sqlite/open.hpp"
#include "support/flaky_store.hpp"
#include "support/manual_clock.hpp"
#include "support/run.hpp"
#include "support/temp_dir.hpp"
#include "tasks/runner.hpp"

namespace holdfast::tests {

using namespace std::chrono_literals;
using domain::Level;

/// Takes what goes outside; answers as the test says.
class NotedNotifier final : public notify::Notifier {
 public:
  io::Task<Result<void>> send(notify::Notification notification) override {
    sent.push_back(std::move(notification));
    if (answer) co_return *answer;
    co_return Result<void>{};
  }
  std::vector<notify::Notification> sent;
  std::optional<Error> answer;
};

class Counted final : public Observer {
 public:
  void count(Signal signal, std::uint64_t times) noexcept override {
    counts[static_cast<std::size_t>(signal)] += times;
  }
  [[nodiscard]] std::uint64_t of(Signal signal) const { return counts[static_cast<std::size_t>(signal)]; }
  std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(Signal::kCount)> counts{};
};

/// One organisation with an open line on the real store, bus and presence, and time that moves by hand.
class House {
 public:
  House();
  ~House();

  template <class T>
  T run(io::Task<T> task) {
    return runner.run(std::move(task));
  }
  void run(io::Task<void> task) { runner.run(std::move(task)); }
  /// The value, or a test failure that names the code.
  template <class T>
  T must(io::Task<Result<T>> task) {
    Result<T> result = runner.run(std::move(task));
    if (!result) throw std::runtime_error{"refused: " + std::string{name_of(result.error().code)}};
    return std::move(*result);
  }
  template <class T>
  Code refused(io::Task<Result<T>> task) {
    const Result<T> result = runner.run(std::move(task));
    if (result) return Code::Internal;
    return result.error().code;
  }

  service::Actor seeker();
  service::Actor staff(domain::OrgRole role);
  domain::Send text(ConversationId where, const char* words);
  /// Looks until nothing is due and nothing runs.
  void work_due();
  /// Time passes, and what falls due is done.
  void pass(Duration time) {
    clock.advance(time);
    work_due();
  }
  std::vector<domain::MessagePtr> read(ConversationId where);
  template <class Note>
  std::vector<Note> notes(ConversationId where) {
    std::vector<Note> found;
    for (const auto& message : read(where)) {
      if (const auto* note = std::get_if<Note>(&message->content)) found.push_back(*note);
    }
    return found;
  }

  TempDir home;
  ManualClock clock;
  Runner runner;
  Counted observer;
  bus::LocalBus bus;
  presence::LocalPresence presence{clock, bus};
  NotedNotifier notifier;
  identity::Passwords passwords{1, {1, 8192}};
  vault::KeyringPtr keyring;
  std::unique_ptr<store::sqlite::SqliteDatabase> real;
  std::unique_ptr<FlakyStore> store;
  service::TurnCache turns;
  std::shared_ptr<const crisis::Detector> detector;
  std::unique_ptr<service::Context> ctx;
  std::unique_ptr<tasks::AnchoredClock> anchored;
  std::unique_ptr<tasks::Runner> tasks;
  std::vector<domain::Event> passing;  // events that were published; touched on the reactor
  OrganisationId organisation;
  ConversationId board;
};

/// A supporter who holds a seeker's conversation, and a supervisor who is there.
struct Talk {
  explicit Talk(House& house);
  service::Actor seeker, supporter, supervisor;
  ConversationId main, beside;
};

inline constexpr const char* kPlain = "hello, thanks for being here";
inline constexpr const char* kImminent =
    "i have the pills in front of me and i am going to kill myself tonight";

}  // namespace holdfast::tests
