// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/detector.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "crisis/context.hpp"
#include "crisis/judge.hpp"
#include "crisis/lexicon.hpp"
#include "crisis/normalise.hpp"
#include "crisis/scan.hpp"
#include "domain/limits.hpp"

namespace holdfast::crisis {
namespace {

constexpr std::size_t kMostEvidence = 16;  // a board shows a handful; the strongest come first
constexpr std::size_t kContextBytes =
    2 * 1024;  // of an earlier turn: its end, where a split sentence goes on

/// One thread's buffers, kept between messages so that an ordinary text allocates nothing.
struct Scratch {
  Reading reading;
  Reading question;
  std::vector<Hit> hits;
  std::vector<Hit> asked;
  std::vector<Hit> said;
  std::vector<Fired> fired;
  Layout layout;
  Context context;
};
thread_local Scratch scratch;

/// Turns of the window, oldest first: the last one, the one before it however old, and others not older than
/// the window.
std::span<const Turn> window_of(std::span<const Turn> turns) {
  const std::size_t most = std::min(turns.size(), limits::kContextTurns);
  std::size_t taken = std::min<std::size_t>(most, 2);
  while (taken < most && turns.back().at - turns[turns.size() - taken - 1].at <= limits::kContextWindow)
    ++taken;
  return turns.last(taken);
}

/// Where the part of an earlier turn that is read begins, between code points.
std::size_t context_begin(std::string_view text) {
  if (text.size() <= kContextBytes) return 0;
  std::size_t at = text.size() - kContextBytes;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

}  // namespace

class Detector::Compiled {
 public:
  Compiled(Lexicon lexicon, std::unique_ptr<const Scanner> scanner)
      : lexicon_{std::move(lexicon)}, scanner_{std::move(scanner)}, normaliser_{lexicon_.vocabulary} {}

  [[nodiscard]] domain::Verdict judge(std::span<const Turn> turns) const {
    domain::Verdict verdict;
    verdict.lexicon = Version{lexicon_.version};
    if (turns.empty()) return verdict;
    const std::span<const Turn> window = window_of(turns);
    const Voice voice = window.back().who == Speaker::Seeker ? Voice::Seeker : Voice::Supporter;
    Scratch& my = scratch;
    my.reading.clear();
    my.fired.clear();
    if (voice == Voice::Seeker)
      read_seeker(window, my.reading);
    else
      normaliser_.read(window.back().text, static_cast<std::uint8_t>(window.size() - 1), my.reading);
    scanner_->find(lexicon_, my.reading, my.hits);
    if (my.hits.empty()) return verdict;
    my.context.weigh(lexicon_, my.reading, my.hits, voice, my.layout);
    apply_rules(lexicon_, my.layout, my.hits, my.fired);
    if (voice == Voice::Seeker) answers(window, my);
    if (!my.fired.empty()) explain(window, my, verdict);
    return verdict;
  }

  [[nodiscard]] Version version() const { return Version{lexicon_.version}; }

 private:
  void read_seeker(std::span<const Turn> window, Reading& reading) const {
    for (std::size_t i = 0; i < window.size(); ++i) {
      if (window[i].who != Speaker::Seeker) continue;
      const std::size_t from = i + 1 == window.size() ? 0 : context_begin(window[i].text);
      const std::size_t before = reading.tokens.size();
      normaliser_.read(window[i].text.substr(from), static_cast<std::uint8_t>(i), reading);
      for (std::size_t t = before; from != 0 && t < reading.tokens.size(); ++t) {
        reading.tokens[t].begin += static_cast<std::uint32_t>(from);
        reading.tokens[t].end += static_cast<std::uint32_t>(from);
      }
    }
  }

  /// Yes and no take their meaning from the question before them (R20).
  void answers(std::span<const Turn> window, Scratch& my) const {
    for (std::size_t i = 1; i < window.size(); ++i) {
      if (window[i].who != Speaker::Seeker || window[i - 1].who != Speaker::Supporter) continue;
      my.said.clear();
      for (const Hit& hit : my.hits) {
        const bool here = my.reading.tokens[hit.first].turn == i && my.reading.tokens[hit.first].opens;
        if (here && hit.stands && lexicon_.cues[hit.cue].role == CueRole::Answer) my.said.push_back(hit);
      }
      if (my.said.empty()) continue;
      // "I am not" is a longer answer than "I am": the longest says it.
      const auto longest = std::max_element(my.said.begin(), my.said.end(), [](const Hit& a, const Hit& b) {
                             return a.last < b.last;
                           })->last;
      std::erase_if(my.said, [longest](const Hit& hit) { return hit.last < longest; });
      const std::string_view question = window[i - 1].text;
      my.question.clear();
      normaliser_.read(question.substr(context_begin(question)), 0, my.question);
      scanner_->find(lexicon_, my.question, my.asked);
      apply_answers(lexicon_, my.asked, my.said, my.fired);
    }
  }

  void explain(std::span<const Turn> window, Scratch& my, domain::Verdict& verdict) const {
    std::stable_sort(my.fired.begin(), my.fired.end(),
                     [](const Fired& a, const Fired& b) { return a.level > b.level; });
    for (const Fired& fired : my.fired) {
      verdict.level = std::max(verdict.level, fired.level);
      if (fired.level != domain::Level::None) verdict.kinds.add(fired.kinds);
      if (fired.level != domain::Level::None) show(window.size(), my.reading, fired, verdict.evidence);
    }
  }

  /// One span for each turn that the tokens touch.
  static void show(std::size_t turns, const Reading& reading, const Fired& fired,
                   std::vector<domain::Evidence>& out) {
    for (std::uint32_t i = fired.tokens.first; i < fired.tokens.last && out.size() < kMostEvidence;) {
      const Token& token = reading.tokens[i];
      domain::Evidence evidence{std::string{fired.rule}, token.begin, token.end,
                                static_cast<std::uint32_t>(turns - 1 - token.turn)};
      for (; i < fired.tokens.last && reading.tokens[i].turn == token.turn; ++i)
        evidence.end = std::max(evidence.end, reading.tokens[i].end);
      out.push_back(std::move(evidence));
    }
  }

  Lexicon lexicon_;
  std::unique_ptr<const Scanner> scanner_;
  Normaliser normaliser_;
};

Detector::Detector(std::unique_ptr<const Compiled> compiled) : compiled_{std::move(compiled)} {}
Detector::~Detector() = default;

Result<std::shared_ptr<const Detector>> Detector::compile(std::string_view text, std::string& why) {
  Result<Lexicon> lexicon = read_lexicon(text, why);
  if (!lexicon) return lexicon.error();
  std::unique_ptr<const Scanner> scanner = Scanner::compile(*lexicon, why);
  if (scanner == nullptr) return refuse(Code::Invalid);
  auto compiled = std::make_unique<const Compiled>(std::move(*lexicon), std::move(scanner));
  return std::shared_ptr<const Detector>{new Detector{std::move(compiled)}};
}

domain::Verdict Detector::judge(std::span<const Turn> turns, std::string_view /*language*/) const {
  // Every language's cues are looked for: people mix them, and the hint is often the phone's, not the
  // writer's.
  return compiled_->judge(turns);
}

Version Detector::version() const {
  return compiled_->version();
}

}  // namespace holdfast::crisis
