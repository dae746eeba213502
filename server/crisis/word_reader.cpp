// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/word_reader.hpp"

#include <algorithm>

namespace holdfast::crisis {
namespace {

constexpr std::size_t kDivided = 9;  // shorter words are not taken apart: too many innocent ones divide

char leet_letter(char c, bool other) noexcept {
  switch (c) {
    case '0': return 'o';
    case '1': return other ? 'l' : 'i';
    case '!': return other ? 'l' : 'i';
    case '|': return other ? 'i' : 'l';
    case '3': return 'e';
    case '4': return 'a';
    case '@': return 'a';
    case '5': return 's';
    case '$': return 's';
    case '7': return 't';
    case '+': return 't';
    case '8': return 'b';
    case '9': return 'g';
    case '6': return 'g';
    default: return c;
  }
}

bool may_stand_alone(char c) noexcept {
  return c == 'i' || c == 'a' || c == 'y';
}

}  // namespace

void WordReader::letter(char c, std::size_t begin, std::size_t end) {
  if (!inside()) begin_ = static_cast<std::uint32_t>(begin);
  end_ = static_cast<std::uint32_t>(end);
  run_ = size_ != 0 && word_[size_ - 1] == c ? run_ + 1 : 1;
  stretched_ = stretched_ || (run_ >= 3 && c >= 'a');
  leet_ = leet_ || (c >= '0' && c <= '9');
  apostrophe_ = apostrophe_ || c == '\'';
  if (!long_.empty()) {
    long_.push_back(c);
  } else if (size_ == kLongest) {
    long_.assign(word_.data(), size_).push_back(c);
  } else {
    word_[size_++] = c;
  }
}

void WordReader::leet(char c, std::size_t begin, std::size_t end) {
  letter(c, begin, end);
  leet_ = true;
}

void WordReader::push(std::string_view word, std::uint8_t roles, std::uint32_t begin, std::uint32_t end,
                      std::uint32_t index) {
  Token token;
  token.at = static_cast<std::uint32_t>(reading_.text.size());
  token.begin = begin;
  token.end = end;
  token.turn = turn_;
  token.roles = roles;
  token.word = index;
  token.opens = reading_.tokens.size() == first_;
  reading_.tokens.push_back(token);
  reading_.text.append(word).push_back(' ');
}

void WordReader::emit_known(const Word& word, std::uint32_t begin, std::uint32_t end) {
  if (word.readings == 0)
    return push(vocabulary_.text(word), word.roles, begin, end, vocabulary_.index(word));
  for (std::size_t n = 0; n < word.readings; ++n) {
    const Word& one = vocabulary_.reading(word, n);
    push(vocabulary_.text(one), one.roles, begin, end, vocabulary_.index(one));
  }
}

const Word* WordReader::known(std::string_view word) {
  ++reading_.work;
  const Word* found = vocabulary_.find(word);
  return found != nullptr && found->known ? found : nullptr;
}

const Word* WordReader::shortened(std::string_view word) {
  // All stretches to one letter, then all to two ("killl", "dieee").
  for (const int keep : {1, 2}) {
    std::array<char, kLongest> out{};
    std::size_t size = 0;
    for (std::size_t i = 0; i < word.size();) {
      std::size_t run = i;
      while (run < word.size() && word[run] == word[i]) ++run;
      const std::size_t kept = run - i >= 3 ? static_cast<std::size_t>(keep) : run - i;
      for (std::size_t n = 0; n < kept; ++n) out[size++] = word[i];
      i = run;
    }
    if (const Word* found = known({out.data(), size})) return found;
  }
  return nullptr;
}

const Word* WordReader::deleeted(std::string_view word) {
  if (std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return nullptr;
  for (const bool other : {false, true}) {
    std::array<char, kLongest> out{};
    std::transform(word.begin(), word.end(), out.begin(), [other](char c) { return leet_letter(c, other); });
    if (const Word* found = known({out.data(), word.size()})) return found;
  }
  return nullptr;
}

template <class Place>
bool WordReader::divide(std::string_view letters, std::size_t pieces_at_least, Place place) {
  // best[i]: fewest words that make letters[0, i); linear in the letters, as a word has a longest length.
  constexpr std::uint8_t kNone = 255;
  std::array<std::uint8_t, kLongest + 1> best{};
  std::array<std::uint8_t, kLongest + 1> from{};
  best.fill(kNone);
  best[0] = 0;
  const std::size_t longest = std::min<std::size_t>(vocabulary_.longest(), 16);
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (best[at] == kNone) continue;
    for (std::size_t size = 1; size <= longest && at + size <= letters.size(); ++size) {
      if (best[at + size] <= best[at] + 1 || (size == 1 && !may_stand_alone(letters[at]))) continue;
      if (known(letters.substr(at, size)) == nullptr) continue;
      best[at + size] = static_cast<std::uint8_t>(best[at] + 1);
      from[at + size] = static_cast<std::uint8_t>(at);
    }
  }
  const std::uint8_t pieces = best[letters.size()];
  if (pieces == kNone || pieces < pieces_at_least || pieces * 2U > letters.size()) return false;
  std::array<std::uint8_t, kLongest + 1> cuts{};
  std::size_t cut = letters.size();
  for (std::size_t n = pieces; n > 0; --n, cut = from[cut]) cuts[n] = static_cast<std::uint8_t>(cut);
  for (std::size_t n = 0; n < pieces; ++n) place(cuts[n], cuts[n + 1]);
  return true;
}

bool WordReader::emit_disguised(std::string_view word) {
  const Word* found = nullptr;
  if (stretched_) found = shortened(word);
  if (found == nullptr && leet_) found = deleeted(word);
  if (found != nullptr) return emit_known(*found, begin_, end_), true;
  if (word.size() < kDivided || leet_) return false;
  return divide(word, 2, [&](std::size_t from, std::size_t to) {
    emit_known(*known(word.substr(from, to - from)), begin_, end_);
  });
}

void WordReader::note_single(std::string_view word, std::size_t tokens_before, std::size_t text_before) {
  if (word.size() != 1 || word[0] < 'a' || word[0] > 'z') return end_run();
  if (single_count_ == singles_.size()) end_run();
  if (single_count_ == 0) {
    run_tokens_ = tokens_before;
    run_text_ = text_before;
  }
  singles_[single_count_++] = {word[0], begin_, end_};
}

void WordReader::emit(std::string_view word, std::uint32_t begin, std::uint32_t end) {
  if (const Word* found = vocabulary_.find(word)) return emit_known(*found, begin, end);
  if (word.size() <= kLongest && emit_disguised(word)) return;
  push(word, kPlain, begin, end);
}

void WordReader::flush() {
  if (!inside()) return;
  std::string_view word = long_.empty() ? std::string_view{word_.data(), size_} : std::string_view{long_};
  ++reading_.work;
  if (word.size() != 1) end_run();
  const std::size_t tokens = reading_.tokens.size();
  const std::size_t text = reading_.text.size();
  if (apostrophe_ && vocabulary_.find(word) == nullptr) {
    // "don't" is read as "dont", "he's" as "hes" says; "friend's" as "friend s": "is" and "of" stay open.
    const bool belongs = word.size() > 2 && word.ends_with("'s");
    std::string plain{word.substr(0, belongs ? word.size() - 2 : word.size())};
    std::erase(plain, '\'');
    const Word* whole = belongs ? vocabulary_.find(plain + "s") : nullptr;
    const bool whole_known = whole != nullptr && (whole->readings != 0 || vocabulary_.find(plain) == nullptr);
    if (whole_known) plain.push_back('s');
    if (!plain.empty()) emit(plain, begin_, end_);
    if (belongs && !whole_known) emit("s", begin_, end_);
  } else {
    emit(word, begin_, end_);
  }
  if (word.size() == 1) note_single(word, tokens, text);
  size_ = 0;
  run_ = 0;
  long_.clear();
  stretched_ = leet_ = apostrophe_ = false;
}

void WordReader::end_run() {
  const std::size_t count = single_count_;
  single_count_ = 0;
  if (count < 3) return;
  std::array<char, 48> joined{};
  for (std::size_t i = 0; i < count; ++i) joined[i] = singles_[i].letter;
  const std::string_view letters{joined.data(), count};
  // Written over the single letters only if they divide into words, so cut after the check inside divide().
  bool cut = false;
  (void)divide(letters, 1, [&](std::size_t from, std::size_t to) {
    if (!cut) {
      reading_.tokens.resize(run_tokens_);
      reading_.text.resize(run_text_);
      cut = true;
    }
    emit_known(*known(letters.substr(from, to - from)), singles_[from].begin, singles_[to - 1].end);
  });
}

void WordReader::mark(char c, std::uint8_t role, std::size_t begin, std::size_t end) {
  end_run();
  mark_between(c, role, begin, end);
}

void WordReader::mark_between(char c, std::uint8_t role, std::size_t begin, std::size_t end) {
  const bool again =
      !reading_.tokens.empty() && reading_.tokens.size() > first_ && reading_.tokens.back().roles == role;
  if (again && role != kQuote) return;
  push({&c, 1}, role, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
}

void WordReader::whole(std::string_view word, std::size_t begin, std::size_t end) {
  flush();
  end_run();
  if (const Word* found = vocabulary_.find(word)) {
    emit_known(*found, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  }
}

}  // namespace holdfast::crisis
