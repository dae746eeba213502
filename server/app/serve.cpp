// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <iostream>

#include "app/app.hpp"
#include "app/commands.hpp"
#include "app/process.hpp"

namespace holdfast::app {

namespace {

int serve(const ops::Config& config) {
  Signals signals;
  std::string why;
  const std::unique_ptr<App> app = App::start(config, why);
  if (!app) {
    std::cerr << "holdfast: " << why << '\n';
    return 1;
  }
  return app->run(signals);
}

}  // namespace

void add_serve(CLI::App& command, Run& run) {
  const ConfigOptions options{command};
  auto only_check = std::make_shared<bool>(false);
  command.add_flag("--check-config", *only_check, "read the configuration, say what is wrong, and end");
  command.callback([options, only_check, &run] {
    run = [options, only_check] {
      const auto config = options.read();
      if (!config) return 2;
      if (*only_check) {
        std::cout << "the configuration is whole\n";
        return 0;
      }
      return serve(*config);
    };
  });
}

}  // namespace holdfast::app
