// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/vocabulary.hpp"

namespace holdfast::crisis {
namespace {

// FNV-1a (Fowler, Noll, Vo): the words are short and come from our own lexicon, so no attacker fills the
// table.
std::uint64_t hash_of(std::string_view word) noexcept {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash ^ (hash >> 29);
}

}  // namespace

Vocabulary::Vocabulary() : table_(1024, 0) {}

std::size_t Vocabulary::slot(std::string_view word) const noexcept {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash_of(word)) & mask;
  while (table_[at] != 0 && text(words_[table_[at] - 1]) != word) at = (at + 1) & mask;
  return at;
}

const Word* Vocabulary::find(std::string_view word) const noexcept {
  if (word.size() > longest_) return nullptr;
  const std::uint32_t index = table_[slot(word)];
  return index == 0 ? nullptr : &words_[index - 1];
}

void Vocabulary::grow() {
  table_.assign(table_.size() * 2, 0);
  for (std::size_t i = 0; i < words_.size(); ++i)
    table_[slot(text(words_[i]))] = static_cast<std::uint32_t>(i + 1);
}

Word& Vocabulary::add(std::string_view word) {
  if (const std::uint32_t index = table_[slot(word)]; index != 0) return words_[index - 1];
  if (words_.size() * 3 > table_.size()) grow();
  Word made;
  made.at = static_cast<std::uint32_t>(pool_.size());
  made.size = static_cast<std::uint16_t>(word.size());
  pool_.append(word);
  words_.push_back(made);
  if (word.size() > longest_) longest_ = word.size();
  table_[slot(word)] = static_cast<std::uint32_t>(words_.size());
  return words_.back();
}

bool Vocabulary::rewrite(std::string_view word, std::string_view words) {
  if (add(word).readings != 0) return false;
  const auto first = static_cast<std::uint32_t>(readings_.size());
  std::uint16_t count = 0;
  while (!words.empty()) {
    const std::size_t space = words.find(' ');
    const std::string_view one = words.substr(0, space);
    words.remove_prefix(space == std::string_view::npos ? words.size() : space + 1);
    if (one.empty()) continue;
    const Word& target = add(one);
    readings_.push_back(static_cast<std::uint32_t>(&target - words_.data()));
    ++count;
  }
  Word& from = add(word);
  from.first_reading = first;
  from.readings = count;
  return true;
}

}  // namespace holdfast::crisis
