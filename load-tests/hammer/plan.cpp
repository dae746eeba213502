// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/plan.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

namespace holdfast::load {

namespace json = boost::json;

std::size_t Plan::size(const char* name) const {
  return json::value_to<std::size_t>(settings.at(name));
}

double Plan::number(const char* name) const {
  return settings.at(name).to_number<double>();
}

Plan read_plan(const std::string& text) {
  const json::value parsed = json::parse(text);
  const json::object& all = parsed.as_object();
  Plan plan;
  plan.target.port = json::value_to<std::uint16_t>(all.at("port"));
  plan.target.tls = all.at("tls").as_bool();
  plan.server = json::value_to<pid_t>(all.at("server"));
  plan.counters = all.at("counters").as_string();
  plan.staff = all.at("staff").as_string();
  plan.seekers = json::value_to<std::vector<std::string>>(all.at("seekers"));
  plan.scenario = all.at("scenario").as_string();
  plan.settings = all.at("settings").as_object();
  return plan;
}

}  // namespace holdfast::load
