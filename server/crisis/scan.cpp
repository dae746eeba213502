// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/scan.hpp"

#include <hs/hs.h>

#include <algorithm>
#include <atomic>
#include <new>

namespace holdfast::crisis {
namespace {

/// Vectorscan's working memory of one thread; grown when a larger database comes, freed with the thread.
struct Scratch {
  hs_scratch_t* memory{nullptr};
  std::uint64_t serial{0};
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { hs_free_scratch(memory); }
};
thread_local Scratch scratch;

std::atomic<std::uint64_t> next_serial{1};

std::uint32_t token_at(const Reading& reading, std::uint64_t offset) {
  const auto after = std::upper_bound(reading.tokens.begin(), reading.tokens.end(), offset,
                                      [](std::uint64_t at, const Token& token) { return at < token.at; });
  return static_cast<std::uint32_t>(after - reading.tokens.begin());
}

/// One hit a place: the same cue from the same word, or inside another hit of it, is one.
void merge(std::vector<Hit>& hits) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    if (a.cue != b.cue) return a.cue < b.cue;
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  std::size_t kept = 0;
  for (const Hit& hit : hits) {
    if (kept != 0 && hits[kept - 1].cue == hit.cue && hit.last <= hits[kept - 1].last) continue;
    hits[kept++] = hit;
  }
  hits.resize(kept);
}

}  // namespace

/// What one scan hands to its callback.
struct Scanner::Found {
  const Scanner& scanner;
  const Lexicon& lexicon;
  const Reading& reading;
  std::vector<Hit>& hits;
};

int Scanner::note(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto& [scanner, lexicon, reading, hits] = *static_cast<Found*>(context);
  const Place& place = scanner.places_[id];
  const std::uint32_t first = token_at(reading, to - place.size + 1) - 1;
  const std::uint32_t last = token_at(reading, to - 1);
  for (std::uint32_t i = place.first; i < place.first + place.count; ++i) {
    const Use& use = scanner.uses_[i];
    const Anchor& anchor = scanner.anchors_[use.anchor];
    const auto end = lexicon.grammar.end_of(anchor.after, reading, last);
    if (!end) continue;
    const auto begin = lexicon.grammar.begin_of(anchor.before, reading, first);
    if (!begin) continue;
    hits.push_back({use.cue, true, *begin, *end});
  }
  return 0;
}

void Scanner::index(std::map<std::string, std::vector<Use>>& literals) {
  for (auto& [text, uses] : literals) {
    places_.push_back({static_cast<std::uint32_t>(uses_.size()), static_cast<std::uint32_t>(uses.size()),
                       static_cast<std::uint32_t>(text.size())});
    uses_.insert(uses_.end(), uses.begin(), uses.end());
  }
}

std::unique_ptr<const Scanner> Scanner::compile(const Lexicon& lexicon, std::string& why) {
  auto scanner = std::unique_ptr<Scanner>{new Scanner};
  const AnchorChooser chooser{lexicon.grammar, lexicon.vocabulary};
  std::map<std::string, std::vector<Use>> literals;
  for (const CuePattern& pattern : lexicon.patterns) {
    std::vector<Anchor> anchors = chooser.choose(pattern.root, why);
    if (anchors.empty()) return why.insert(0, "line " + std::to_string(pattern.line) + ": "), nullptr;
    for (Anchor& anchor : anchors) {
      const Use use{static_cast<std::uint32_t>(scanner->anchors_.size()), pattern.cue};
      for (const std::string& literal : anchor.literals) literals[literal].push_back(use);
      scanner->anchors_.push_back(std::move(anchor));
    }
  }
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  std::vector<unsigned> ids;
  for (const auto& [text, uses] : literals) {
    texts.push_back(text.c_str());
    sizes.push_back(text.size());
    ids.push_back(static_cast<unsigned>(ids.size()));
  }
  scanner->index(literals);
  hs_compile_error_t* failed = nullptr;
  if (hs_compile_lit_multi(texts.data(), nullptr, ids.data(), sizes.data(), static_cast<unsigned>(ids.size()),
                           HS_MODE_BLOCK, nullptr, &scanner->database_, &failed) != HS_SUCCESS) {
    why = std::string{"line 0: "} + failed->message;
    hs_free_compile_error(failed);
    return nullptr;
  }
  scanner->serial_ = next_serial.fetch_add(1);
  return scanner;
}

Scanner::~Scanner() {
  hs_free_database(database_);
}

void Scanner::find(const Lexicon& lexicon, const Reading& reading, std::vector<Hit>& hits) const {
  hits.clear();
  if (reading.tokens.empty()) return;
  if (scratch.serial != serial_) {
    if (hs_alloc_scratch(database_, &scratch.memory) != HS_SUCCESS) throw std::bad_alloc{};
    scratch.serial = serial_;
  }
  Found found{*this, lexicon, reading, hits};
  hs_scan(database_, reading.text.data(), static_cast<unsigned>(reading.text.size()), 0, scratch.memory, note,
          &found);
  if (hits.size() > 1) merge(hits);
}

}  // namespace holdfast::crisis
