// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/pattern.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::crisis {
namespace {

constexpr int kDeepest = 6;

bool is_word_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' || c == '#' ||
         static_cast<unsigned char>(c) >= 128;
}

}  // namespace

/// Recursive descent over: choice := sequence ('|' sequence)*; sequence := (element '?'?)*.
class PatternParser {
 public:
  PatternParser(Grammar& grammar, std::string_view pattern, Vocabulary& vocabulary, std::string& why)
      : grammar_{grammar}, pattern_{pattern}, vocabulary_{vocabulary}, why_{why} {}

  std::uint32_t whole() {
    const std::uint32_t root = choice(0);
    if (why_.empty() && at_ != pattern_.size()) fail("')' without '('");
    if (why_.empty() && only_optional_) fail("every part is optional");
    return root;
  }

 private:
  using Type = Part::Type;
  using Parts = std::vector<std::uint32_t>;

  std::uint32_t fail(std::string_view reason) {
    if (why_.empty()) why_.assign(reason).append(" in pattern '").append(pattern_).append("'");
    return 0;
  }
  [[nodiscard]] char peek() const noexcept { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }
  bool take(char c) noexcept { return peek() == c && (++at_, true); }

  std::uint32_t choice(int depth) {
    if (depth > kDeepest) return fail("groups nest too deep");
    Parts options{sequence(depth)};
    while (why_.empty() && take('|')) options.push_back(sequence(depth));
    const auto nothing = [this](std::uint32_t option) { return grammar_.may_be_nothing(option); };
    if (why_.empty() && options.size() > 1 && std::any_of(options.begin(), options.end(), nothing))
      return fail("an alternative that may be nothing makes its whole group so: put the '?' behind it");
    return options.size() == 1 ? options.front() : grammar_.push(Type::Choice, options);
  }

  std::uint32_t sequence(int depth) {
    Parts parts;
    while (why_.empty() && at_ < pattern_.size() && peek() != '|' && peek() != ')') {
      if (take(' ')) continue;
      gap_ = false;
      element(depth, parts);
      if (!why_.empty()) return 0;
      const bool optional = take('?');
      if (optional) parts.back() = grammar_.push(Type::Maybe, {parts.back()});
      if (!optional && depth == 0 && !gap_) only_optional_ = false;
    }
    if (why_.empty() && parts.empty()) return fail("an alternative is empty");
    return parts.size() == 1 ? parts.front() : grammar_.push(Type::Sequence, parts);
  }

  void element(int depth, Parts& parts) {
    Part part;
    if (take('(')) {
      parts.push_back(choice(depth + 1));
      gap_ = false;
      if (why_.empty() && !take(')')) fail("'(' without ')'");
      return;
    }
    if (take('<')) return parts.push_back(named());
    if (take('~')) {
      gap_ = true;
      part.type = take('~') ? Type::WideGap : Type::Gap;
    } else if (take('_')) {
      part.type = Type::Any;
    } else if (take('$')) {
      part.type = Type::End;
    } else if (peek() == ',' || peek() == '"' || peek() == '.') {
      part.type = Type::Mark;
      part.mark = pattern_[at_++];
    } else {
      return word(parts);
    }
    parts.push_back(grammar_.push(part));
  }

  std::uint32_t named() {
    const std::size_t close = pattern_.find('>', at_);
    if (close == std::string_view::npos) return fail("'<' without '>'");
    const std::string_view name = pattern_.substr(at_, close - at_);
    at_ = close + 1;
    const auto found = grammar_.classes_.find(name);
    return found == grammar_.classes_.end() ? fail("unknown class <" + std::string{name} + ">")
                                            : found->second;
  }

  void word(Parts& parts) {
    const std::size_t from = at_;
    while (is_word_char(peek())) ++at_;
    const std::string_view text = pattern_.substr(from, at_ - from);
    if (text.empty()) return void(fail(std::string{"unexpected '"} + peek() + "'"));
    Part part;
    const bool stem = take('*');
    if (stem || text.find('#') != std::string_view::npos) {
      part.type = Part::Type::Open;
      part.word = static_cast<std::uint32_t>(grammar_.open_.size());
      grammar_.open_.push_back(std::string{text} + (stem ? "*" : ""));
      return parts.push_back(grammar_.push(part));
    }
    std::string plain{text};
    if (vocabulary_.find(plain) == nullptr) std::erase(plain, '\'');
    Word& added = vocabulary_.add(plain);
    added.known = true;
    part.type = Part::Type::Word;
    const std::size_t count = added.readings;
    Parts words;
    for (std::size_t n = 0; n < std::max<std::size_t>(count, 1); ++n) {
      const Word& entry = *vocabulary_.find(plain);
      part.word = vocabulary_.index(count == 0 ? entry : vocabulary_.reading(entry, n));
      words.push_back(grammar_.push(part));
    }
    parts.push_back(words.size() == 1 ? words.front() : grammar_.push(Type::Sequence, words));
  }

  Grammar& grammar_;
  std::string_view pattern_;
  Vocabulary& vocabulary_;
  std::string& why_;
  std::size_t at_{0};
  bool gap_{false};
  bool only_optional_{true};
};

bool Grammar::may_be_nothing(std::uint32_t root) const {
  const Part& part = parts_[root];
  bool all = part.type == Part::Type::Sequence;
  for (std::uint32_t i = 0; i < part.count && part.type != Part::Type::Maybe; ++i) {
    const bool one = may_be_nothing(child(part, i));
    if (part.type == Part::Type::Choice && one) return true;
    all = all && one;
  }
  return all || part.type == Part::Type::Maybe || part.type == Part::Type::Gap ||
         part.type == Part::Type::WideGap;
}

std::uint32_t Grammar::push(Part part) {
  parts_.push_back(part);
  return static_cast<std::uint32_t>(parts_.size() - 1);
}

std::uint32_t Grammar::push(Part::Type type, const std::vector<std::uint32_t>& children) {
  Part part;
  part.type = type;
  part.first = static_cast<std::uint32_t>(children_.size());
  part.count = static_cast<std::uint32_t>(children.size());
  children_.insert(children_.end(), children.begin(), children.end());
  return push(part);
}

std::uint32_t Grammar::add(std::string_view pattern, Vocabulary& vocabulary, std::string& why) {
  why.clear();
  return PatternParser{*this, pattern, vocabulary, why}.whole();
}

bool Grammar::name_class(std::string_view name, std::vector<std::uint32_t> roots) {
  const std::uint32_t root = roots.size() == 1 ? roots.front() : push(Part::Type::Choice, roots);
  return classes_.emplace(name, root).second;
}

}  // namespace holdfast::crisis
