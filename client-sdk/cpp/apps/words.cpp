// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "words.hpp"

#include <boost/json/parse.hpp>
#include <map>

#include "words_embedded.hpp"

namespace holdfast::sdk {

namespace {

using Catalogue = std::map<std::string, std::string, std::less<>>;

Catalogue read(std::string_view text) {
  Catalogue catalogue;
  const boost::json::value parsed = boost::json::parse(text);
  for (const auto& [key, value] : parsed.as_object()) {
    catalogue.emplace(key, std::string{value.as_string()});
  }
  return catalogue;
}

const Catalogue& catalogue_of(std::string_view language) {
  static const Catalogue english = read(kWordsEn);
  static const Catalogue spanish = read(kWordsEs);
  return language == "es" ? spanish : english;
}

}  // namespace

std::string words(std::string_view language, std::string_view key) {
  const Catalogue& catalogue = catalogue_of(language);
  const auto found = catalogue.find(key);
  return found == catalogue.end() ? std::string{key} : found->second;
}

std::string fill(std::string sentence, std::string_view name, std::string_view value) {
  const std::string slot = "{" + std::string{name} + "}";
  for (std::size_t at = sentence.find(slot); at != std::string::npos;
       at = sentence.find(slot, at + value.size())) {
    sentence.replace(at, slot.size(), value);
  }
  return sentence;
}

}  // namespace holdfast::sdk
