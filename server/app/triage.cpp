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
  auto score = std::make_shared<bool>(false);
  CLI::Option_group* way = command.add_option_group("way");
  way->add_flag("--jsonl", *lines, "read one snippet a line on stdin, write one verdict a line");
  way->add_flag("--score", *score, "read labelled snippets, write how often the verdict agrees");
  way->require_option(1);
  command.add_option("--lexicon", *lexicon, "words to judge by instead of the installed ones");
  command.callback([lexicon, lines, score, &run] {  // all are written to while parsing
    run = [lexicon, score] {
      std::string why;
      const auto detector = load_detector(*lexicon, why);
      if (!detector) {
        std::cerr << "lexicon: " << why << '\n';
        return 2;
      }
      std::ios::sync_with_stdio(false);
      if (*score) return crisis::triage_score(std::cin, std::cout, **detector, std::cerr);
      return crisis::triage_jsonl(std::cin, std::cout, **detector, std::cerr);
    };
  });
}

}  // namespace holdfast::app
