// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ops/config.hpp"

namespace holdfast::app {

/// What the chosen subcommand does once the arguments are read; gives the exit code. 2: the arguments or the
/// configuration are wrong.
using Run = std::function<int()>;

/// One line of `holdfast --help`. `add` fills the subcommand's own arguments and sets `run` when it was
/// chosen.
struct Command {
  const char* name;
  const char* summary;
  void (*add)(CLI::App& command, Run& run);
};

/// Arguments → the subcommand's exit code.
[[nodiscard]] int run_command(int argc, char** argv);

// The subcommands, a file each; commands.cpp holds their table.
void add_serve(CLI::App& command, Run& run);
void add_check_config(CLI::App& command, Run& run);
void add_triage(CLI::App& command, Run& run);
void add_admin(CLI::App& command, Run& run);
void add_chat(CLI::App& command, Run& run);
void add_demo(CLI::App& command, Run& run);

/// --config and a flag for each key. `read` prints every fault to stderr and gives nothing if there was one.
class ConfigOptions {
 public:
  explicit ConfigOptions(CLI::App& command);
  /// The few keys that say where an installation is: for commands that do not serve.
  ConfigOptions(CLI::App& command, std::vector<std::string> only);
  [[nodiscard]] std::optional<ops::Config> read() const;

 private:
  struct Given;
  std::shared_ptr<Given> given_;  // CLI11 keeps pointers into it
};

}  // namespace holdfast::app
