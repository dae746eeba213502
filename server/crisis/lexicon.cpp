// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/lexicon.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "crisis/pattern.hpp"
#include "crisis/respell.hpp"

namespace holdfast::crisis {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostCues = 4096;
constexpr std::size_t kMostPatterns = 16384;

/// Why a line is refused; caught in read_lexicon, never leaves this file.
struct Refused {
  std::string reason;
};

template <class Value, std::size_t N>
Value one_of(std::string_view name, const std::pair<std::string_view, Value> (&table)[N],
             std::string_view what) {
  for (const auto& [known, value] : table)
    if (known == name) return value;
  throw Refused{"unknown " + std::string{what} + " '" + std::string{name} + "'"};
}

constexpr std::pair<std::string_view, domain::Level> kLevels[] = {{"none", domain::Level::None},
                                                                  {"watch", domain::Level::Watch},
                                                                  {"high", domain::Level::High},
                                                                  {"imminent", domain::Level::Imminent}};
constexpr std::pair<std::string_view, domain::Kind> kKinds[] = {
    {"suicide", domain::Kind::Suicide},   {"self_harm", domain::Kind::SelfHarm},
    {"overdose", domain::Kind::Overdose}, {"medical", domain::Kind::Medical},
    {"violence", domain::Kind::Violence}, {"abuse", domain::Kind::Abuse},
    {"relapse", domain::Kind::Relapse},   {"child_safety", domain::Kind::ChildSafety}};
constexpr std::pair<std::string_view, CueRole> kRoles[] = {
    {"signal", CueRole::Signal},     {"veto", CueRole::Veto},         {"past", CueRole::Past},
    {"resolved", CueRole::Resolved}, {"return", CueRole::Return},     {"frame", CueRole::Frame},
    {"own", CueRole::Own},           {"question", CueRole::Question}, {"answer", CueRole::Answer}};
constexpr std::pair<std::string_view, Scope> kScopes[] = {{"clause", Scope::Clause},
                                                          {"sentence", Scope::Sentence},
                                                          {"turn", Scope::Turn},
                                                          {"window", Scope::Window}};
constexpr std::pair<std::string_view, Role> kWordRoles[] = {
    {"negator", kNegator}, {"bridge", kBridge}, {"turn", kTurn}, {"self", kSelf}, {"known", kPlain}};

class Line {
 public:
  explicit Line(const json::object& object) : object_{object} {}

  std::string_view text(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_string() || value->get_string().empty())
      throw Refused{"'" + std::string{key} + "' must be a non-empty string"};
    return value->get_string();
  }
  bool has(std::string_view key) const { return object_.contains(key); }
  bool flag(std::string_view key, bool otherwise) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr) return otherwise;
    if (!value->is_bool()) throw Refused{"'" + std::string{key} + "' must be true or false"};
    return value->get_bool();
  }
  std::vector<std::string_view> list(std::string_view key) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_array() || value->get_array().empty())
      throw Refused{"'" + std::string{key} + "' must be a non-empty list"};
    std::vector<std::string_view> out;
    for (const json::value& item : value->get_array()) {
      if (!item.is_string() || item.get_string().empty())
        throw Refused{"'" + std::string{key} + "' holds something that is not a string"};
      out.push_back(item.get_string());
    }
    return out;
  }
  void only(std::initializer_list<std::string_view> keys) const {
    for (const auto& entry : object_) {
      const std::string_view key = entry.key();
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        throw Refused{"unknown key '" + std::string{key} + "'"};
    }
  }
  const json::object& object() const { return object_; }

 private:
  const json::object& object_;
};

class Reader {
 public:
  void line(std::string_view text, std::uint32_t number) {
    number_ = number;
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 8;
    const json::value value = json::parse(text, failed, {}, options);
    if (failed) throw Refused{"not JSON: " + failed.message()};
    if (!value.is_object() || value.get_object().empty()) throw Refused{"not a JSON object"};
    const Line line{value.get_object()};
    if (line.has("lexicon")) return head(line);
    if (out.version == 0) throw Refused{"the first line must be {\"lexicon\": version}"};
    if (line.has("words")) return words(line);
    if (line.has("rewrite")) return rewrite(line);
    if (line.has("respell")) return respell(line);
    if (line.has("class")) return word_class(line);
    if (line.has("cue")) return cue(line);
    if (line.has("rule")) return rule(line);
    if (line.has("answer_rule")) return answer_rule(line);
    throw Refused{"none of lexicon, words, rewrite, respell, class, cue, rule, answer_rule"};
  }

  Lexicon out;

 private:
  void head(const Line& line) {
    line.only({"lexicon"});
    if (out.version != 0) throw Refused{"a second lexicon line"};
    const json::value& version = line.object().at("lexicon");
    if (!version.is_int64() || version.get_int64() <= 0)
      throw Refused{"the version must be a whole number above 0"};
    out.version = static_cast<std::uint64_t>(version.get_int64());
  }

  void words(const Line& line) {
    line.only({"words", "of"});
    const Role role = one_of(line.text("words"), kWordRoles, "word role");
    for (const std::string_view word : line.list("of")) {
      Word& added = out.vocabulary.add(word);
      added.roles = static_cast<std::uint8_t>(added.roles | role);
    }
  }

  void rewrite(const Line& line) {
    line.only({"rewrite"});
    const json::value& table = line.object().at("rewrite");
    if (!table.is_object()) throw Refused{"'rewrite' must be an object"};
    for (const auto& entry : table.get_object()) {
      if (!entry.value().is_string() || entry.value().get_string().empty())
        throw Refused{"a rewrite must be a non-empty string"};
      if (!out.vocabulary.rewrite(entry.key(), std::string_view{entry.value().get_string()}))
        throw Refused{"'" + std::string{entry.key()} + "' is rewritten twice"};
      out.vocabulary.add(entry.key()).known = true;
    }
  }

  void respell(const Line& line) {
    line.only({"respell"});
    for (const std::string_view word : line.list("respell")) {
      out.vocabulary.add(word).known = true;
      misspelt_.emplace_back(word);
    }
  }

  void word_class(const Line& line) {
    line.only({"class", "of"});
    const std::string_view name = line.text("class");
    std::vector<std::uint32_t> roots;
    for (const std::string_view pattern : line.list("of")) roots.push_back(tree(pattern));
    if (!out.grammar.name_class(name, std::move(roots)))
      throw Refused{"class <" + std::string{name} + "> is defined twice"};
  }

  void cue(const Line& line) {
    line.only({"cue", "lang", "role", "level", "kinds", "negatable", "yields", "starts", "whole", "of"});
    Cue cue;
    cue.name = line.text("cue");
    if (line.has("role")) cue.role = one_of(line.text("role"), kRoles, "role");
    if (line.has("level")) cue.level = one_of(line.text("level"), kLevels, "level");
    cue.kinds = kinds(line);
    cue.negatable = line.flag("negatable", cue.role != CueRole::Veto);
    cue.yields = line.flag("yields", true);
    cue.starts = line.flag("starts", false);
    cue.whole = line.flag("whole", false);
    if (cue.level != domain::Level::None && cue.role != CueRole::Signal)
      throw Refused{"only a signal has a level"};
    if (out.cues.size() >= kMostCues) throw Refused{"too many cues"};
    const auto index = static_cast<std::uint16_t>(out.cues.size());
    if (!cue_index_.emplace(cue.name, index).second) throw Refused{"cue '" + cue.name + "' is defined twice"};
    for (const std::string_view pattern : line.list("of")) {
      if (out.patterns.size() >= kMostPatterns) throw Refused{"too many patterns"};
      out.patterns.push_back({tree(pattern), index, number_});
    }
    out.cues.push_back(std::move(cue));
  }

  void rule(const Line& line) {
    line.only({"rule", "level", "kinds", "in", "all", "none", "instead_of"});
    Rule rule;
    rule.name = line.text("rule");
    rule.level = one_of(line.text("level"), kLevels, "level");
    rule.kinds = kinds(line);
    if (line.has("in")) rule.scope = one_of(line.text("in"), kScopes, "scope");
    for (const std::string_view slot : line.list("all")) rule.all.push_back(cues_of(slot));
    if (line.has("none"))
      for (const std::string_view name : line.list("none")) append(rule.none, cues_of(name));
    if (line.has("instead_of"))
      for (const std::string_view name : line.list("instead_of")) append(rule.instead_of, cues_of(name));
    out.rules.push_back(std::move(rule));
  }

  void answer_rule(const Line& line) {
    line.only({"answer_rule", "level", "kinds", "question", "answer"});
    AnswerRule rule;
    rule.name = line.text("answer_rule");
    rule.level = one_of(line.text("level"), kLevels, "level");
    rule.kinds = kinds(line);
    rule.questions = cues_of(line.text("question"));
    rule.answers = cues_of(line.text("answer"));
    out.answer_rules.push_back(std::move(rule));
  }

  domain::Kinds kinds(const Line& line) const {
    domain::Kinds out_kinds;
    if (line.has("kinds"))
      for (const std::string_view name : line.list("kinds")) out_kinds.add(one_of(name, kKinds, "kind"));
    return out_kinds;
  }

  /// "a|b|wish.*": the cues of these names; a trailing `.*` takes all that begin so.
  std::vector<std::uint16_t> cues_of(std::string_view names) const {
    std::vector<std::uint16_t> found;
    while (!names.empty()) {
      const std::size_t bar = names.find('|');
      const std::string_view name = names.substr(0, bar);
      names.remove_prefix(bar == std::string_view::npos ? names.size() : bar + 1);
      const std::size_t before = found.size();
      if (name.ends_with(".*")) {
        for (const auto& [known, index] : cue_index_)
          if (known.starts_with(name.substr(0, name.size() - 1))) found.push_back(index);
      } else if (const auto at = cue_index_.find(name); at != cue_index_.end()) {
        found.push_back(at->second);
      }
      if (found.size() == before) throw Refused{"unknown cue '" + std::string{name} + "'"};
    }
    return found;
  }

  static void append(std::vector<std::uint16_t>& to, const std::vector<std::uint16_t>& from) {
    to.insert(to.end(), from.begin(), from.end());
  }

  std::uint32_t tree(std::string_view pattern) {
    std::string why;
    const std::uint32_t root = out.grammar.add(pattern, out.vocabulary, why);
    if (!why.empty()) throw Refused{why};
    return root;
  }

 public:
  void finish() {
    for (const std::string& word : misspelt_) add_misspellings(word, out.vocabulary);
  }

 private:
  std::map<std::string, std::uint16_t, std::less<>> cue_index_;
  std::vector<std::string> misspelt_;
  std::uint32_t number_{0};
};

}  // namespace

Result<Lexicon> read_lexicon(std::string_view text, std::string& why) {
  Reader reader;
  std::uint32_t number = 0;
  try {
    while (!text.empty()) {
      ++number;
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.front() == '#') continue;
      reader.line(line, number);
    }
    if (reader.out.patterns.empty()) throw Refused{"no cue: an empty lexicon would find nothing"};
  } catch (const Refused& refused) {
    why = "line " + std::to_string(number) + ": " + refused.reason;
    return refuse(Code::Invalid);
  }
  reader.finish();
  return std::move(reader.out);
}

}  // namespace holdfast::crisis
