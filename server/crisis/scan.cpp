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

struct Found {
  const Lexicon* lexicon;
  const Reading* reading;
  std::vector<Hit>* hits;
};

std::uint32_t token_at(const Reading& reading, std::uint64_t offset) {
  const auto after = std::upper_bound(reading.tokens.begin(), reading.tokens.end(), offset,
                                      [](std::uint64_t at, const Token& token) { return at < token.at; });
  return static_cast<std::uint32_t>(after - reading.tokens.begin());
}

int note(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto& found = *static_cast<Found*>(context);
  const CuePattern& pattern = found.lexicon->patterns[id];
  Hit hit;
  hit.cue = pattern.cue;
  hit.last = token_at(*found.reading, to - 1);  // the match ends behind the space after its last word
  hit.first = found.lexicon->grammar.first_token(pattern.root, *found.reading, hit.last);
  if (hit.first == hit.last) return 0;  // longer than a walk back goes
  auto& hits = *found.hits;
  // A pattern with an optional end reports each end; keep the longest.
  if (!hits.empty() && hits.back().cue == hit.cue && hits.back().first == hit.first) {
    hits.back().last = std::max(hits.back().last, hit.last);
  } else {
    hits.push_back(hit);
  }
  return 0;
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

std::unique_ptr<const Scanner> Scanner::compile(const Lexicon& lexicon, std::string& why) {
  std::vector<std::string> regexes;
  std::vector<const char*> expressions;
  std::vector<unsigned> flags(lexicon.patterns.size(), 0);
  std::vector<unsigned> ids;
  auto scanner = std::unique_ptr<Scanner>{new Scanner};
  for (const CuePattern& pattern : lexicon.patterns) {
    regexes.push_back(' ' + lexicon.grammar.regex(pattern.root, lexicon.vocabulary));
    ids.push_back(static_cast<unsigned>(ids.size()));
  }
  for (const std::string& regex : regexes) expressions.push_back(regex.c_str());
  hs_compile_error_t* failed = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()),
                       HS_MODE_BLOCK, nullptr, &scanner->database_, &failed) != HS_SUCCESS) {
    const int index = failed->expression;
    why = index < 0 ? std::string{"line 0: "}
                    : "line " + std::to_string(lexicon.patterns[static_cast<std::size_t>(index)].line) + ": ";
    why += failed->message;
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
  Found found{&lexicon, &reading, &hits};
  hs_scan(database_, reading.text.data(), static_cast<unsigned>(reading.text.size()), 0, scratch.memory, note,
          &found);
  if (hits.size() > 1) merge(hits);
}

}  // namespace holdfast::crisis
