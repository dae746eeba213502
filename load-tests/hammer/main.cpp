// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
/// One scenario against a running server; `load-tests/run` starts both. stdin: the plan, stdout: the result.
#include <boost/json/serialize.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>

#include "hammer/frames.hpp"
#include "hammer/plan.hpp"

namespace {

boost::json::object play(const holdfast::load::Plan& plan) {
  if (plan.scenario == "one_to_one") return holdfast::load::one_to_one(plan);
  if (plan.scenario == "groups") return holdfast::load::groups(plan);
  if (plan.scenario == "idle") return holdfast::load::idle(plan);
  throw holdfast::load::Broken{"no such scenario: " + plan.scenario};
}

}  // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  try {
    const std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
    std::cout << boost::json::serialize(play(holdfast::load::read_plan(text))) << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "hammer: " << error.what() << '\n';
    return 1;
  }
}
