// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/commands.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "app/process.hpp"

namespace holdfast::app {

namespace {

constexpr Command kCommands[] = {
    {"serve", "run the server", add_serve},
    {"check-config", "read the configuration as serve would, and say what is wrong", add_check_config},
    {"admin", "set up and look after an installation", add_admin},
    {"chat", "talk in a terminal", add_chat},
    {"demo", "play an evening on a running server", add_demo},
    {"triage", "judge snippets with the detector", add_triage},
};

}  // namespace

struct ConfigOptions::Given {
  std::string file;
  std::map<std::string, std::string> values;
  std::vector<std::pair<std::string, CLI::Option*>> options;
};

ConfigOptions::ConfigOptions(CLI::App& command) : ConfigOptions{command, {}} {}

ConfigOptions::ConfigOptions(CLI::App& command, std::vector<std::string> only)
    : given_{std::make_shared<Given>()} {
  command
      .add_option("--config", given_->file, "TOML file; the environment (HOLDFAST_…) and flags win over it")
      ->envname("HOLDFAST_CONFIG");
  const ops::Config defaults;
  for (const ops::ConfigKey& key : ops::config_keys()) {
    const std::string name{key.name};
    if (!only.empty() && std::find(only.begin(), only.end(), name) == only.end()) continue;
    // The installation's folder is what everybody types: it has a short name too.
    const std::string flags = name == "store.data" ? key.flag() + ",--data" : key.flag();
    const std::string shown = key.show(defaults);
    const std::string help =
        std::string{key.reason} + " [" + std::string{key.unit} + (shown.empty() ? "" : "; " + shown) + "]";
    given_->options.emplace_back(name, command.add_option(flags, given_->values[name], help));
  }
}

std::optional<ops::Config> ConfigOptions::read() const {
  ops::ConfigSources sources = ops::process_sources();
  std::erase(sources.variables, "HOLDFAST_CONFIG");
  if (!given_->file.empty()) sources.file = given_->file;
  for (const auto& [name, option] : given_->options) {
    if (option->count() > 0) sources.flags.emplace_back(name, given_->values.at(name));
  }
  ops::ConfigRead read = ops::read_config(sources);
  for (const ops::ConfigFault& fault : read.faults) std::cerr << fault.sentence() << '\n';
  if (!read.faults.empty()) return std::nullopt;
  return std::move(read.config);
}

void add_check_config(CLI::App& command, Run& run) {
  const ConfigOptions options{command};
  command.callback([options, &run] {
    run = [options] {
      if (!options.read()) return 2;
      std::cout << "the configuration is whole\n";
      return 0;
    };
  });
}

int run_command(int argc, char** argv) {
  harden_process();
  CLI::App app{"Holdfast: peer support and a crisis line, on one machine or many", "holdfast"};
  app.set_version_flag("--version", "holdfast " HOLDFAST_VERSION);
  app.require_subcommand(1);
  Run run;
  for (const Command& command : kCommands)
    command.add(*app.add_subcommand(command.name, command.summary), run);
  try {
    app.parse(argc, argv);
    return run();
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" of code 0; everything else is the caller's mistake.
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "holdfast: " << error.what() << '\n';
    return 1;
  }
}

}  // namespace holdfast::app
