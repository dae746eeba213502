// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/administration_door.hpp"
#include "app/process.hpp"
#include "ops/config.hpp"

namespace holdfast::app {

class ReactorContext;

/// The whole server: every part in the order it is built, joined, and left again in reverse (P12). Lives on:
/// the main thread; what it owns outlives the reactors' run.
class App {
 public:
  /// Null, with one sentence in `why`, when something it needs is not there.
  [[nodiscard]] static std::unique_ptr<App> start(const ops::Config& config, std::string& why);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Serves until SIGTERM or SIGINT, then drains. Gives the process's exit code; a second signal ends the
  /// process.
  [[nodiscard]] int run(Signals& signals);

 private:
  struct Rooms;
  explicit App(const ops::Config& config);

  // app.cpp: parts
  [[nodiscard]] bool build(std::string& why);
  [[nodiscard]] std::unique_ptr<ReactorContext> make_context();
  void join_parts();
  [[nodiscard]] std::vector<api::Readiness> readiness() const;
  void reload();
  // doors.cpp: what is reached from outside
  void make_sessions();
  [[nodiscard]] bool make_doors(std::string& why);
  [[nodiscard]] bool open_doors(std::string& why);
  [[nodiscard]] bool write_addresses(std::string& why) const;
  // drain.cpp: leaving
  void drain(Signals& signals);
  void wait_until(Signals& signals, std::chrono::milliseconds most, const std::function<bool()>& done);

  ops::Config config_;
  std::atomic<bool> leaving_{false};
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace holdfast::app
