// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "app/parts.hpp"
#include "app/process.hpp"
#include "ops/config.hpp"

namespace holdfast::app {

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

  [[nodiscard]] bool build(std::string& why);
  void join_parts();
  [[nodiscard]] bool open_doors(std::string& why);
  [[nodiscard]] bool write_addresses(std::string& why) const;
  [[nodiscard]] std::vector<api::Readiness> readiness() const;
  void add_gauges();
  void reload();
  void drain(Signals& signals);

  ops::Config config_;
  std::atomic<bool> leaving_{false};
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace holdfast::app
