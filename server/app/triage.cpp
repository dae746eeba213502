// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/triage.hpp"

#include <fstream>
#include <iostream>

#include "app/commands.hpp"
#include "app/parts.hpp"

namespace holdfast::app {

void add_triage(CLI::App& command, Run& run) {
  auto lexicon = std::make_shared<std::string>();
  auto lines = std::make_shared<bool>(false);
  command.add_flag("--jsonl", *lines, "read one snippet a line on stdin, write one verdict a line")
      ->required();
  command.add_option("--lexicon", *lexicon, "words to judge by instead of the installed ones");
  command.callback([lexicon, lines, &run] {  // both are written to while parsing
    run = [lexicon] {
      std::string why;
      const auto detector = load_detector(*lexicon, why);
      if (!detector) {
        std::cerr << "lexicon: " << why << '\n';
        return 2;
      }
      std::ios::sync_with_stdio(false);
      return crisis::triage_jsonl(std::cin, std::cout, **detector, std::cerr);
    };
  });
}

}  // namespace holdfast::app
