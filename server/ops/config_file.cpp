// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <toml++/toml.h>

#include "ops/config.hpp"

namespace holdfast::ops {

namespace {

std::string place(const std::string& path, std::uint32_t line) {
  return path + ":" + std::to_string(line);
}

/// A plain value as text; nothing for what no key takes (floats, times, tables in arrays).
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* truth = node.as_boolean()) return std::string{truth->get() ? "true" : "false"};
  const auto* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::string all;
  for (const toml::node& item : *list) {
    const auto* text = item.as_string();
    if (text == nullptr || text->get().find(',') != std::string::npos) return std::nullopt;
    all += (all.empty() ? "" : ",") + text->get();
  }
  return all;
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& path,
             std::vector<FileValue>& values, std::vector<ConfigFault>& faults) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string{key.str()};
    const std::uint32_t line = node.source().begin.line;
    if (const toml::table* inner = node.as_table()) {
      flatten(*inner, name + ".", path, values, faults);
    } else if (auto text = text_of(node)) {
      values.push_back({name, *std::move(text), line});
    } else {
      faults.push_back(
          {place(path, line), name, "must be a string, a whole number, true or false, or a list of strings"});
    }
  }
}

}  // namespace

std::vector<FileValue> read_config_file(const std::string& path, std::vector<ConfigFault>& faults) {
  std::vector<FileValue> values;
  try {
    const toml::table table = toml::parse_file(path);
    flatten(table, "", path, values, faults);
  } catch (const toml::parse_error& error) {
    faults.push_back({place(path, error.source().begin.line), "", std::string{error.description()}});
  }
  return values;
}

}  // namespace holdfast::ops
