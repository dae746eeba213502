// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The detector's time a message: ordinary lines, 200 characters (mean and p99), 64 KiB written to hurt.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "crisis/detector.hpp"
#include "crisis/lexicon.hpp"

namespace {

using namespace holdfast;
using namespace holdfast::crisis;

const Detector& detector() {
  static const auto made = [] {
    std::string why;
    auto compiled = Detector::compile(built_in_lexicon(), why);
    if (!compiled) throw std::runtime_error{why};
    return *compiled;
  }();
  return *made;
}

void judge_each(benchmark::State& state, const std::vector<std::string>& texts) {
  std::vector<double> taken;
  std::size_t next = 0;
  (void)detector();
  for (auto _ : state) {
    const Turn turn{Speaker::Seeker, texts[next++ % texts.size()], Instant{}};
    const auto from = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(detector().judge({&turn, 1}, ""));
    taken.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - from).count());
  }
  std::sort(taken.begin(), taken.end());
  state.counters["p50_us"] = taken[taken.size() / 2];
  state.counters["p99_us"] = taken[taken.size() * 99 / 100];
}

void ordinary(benchmark::State& state) {
  judge_each(state, {"morning all, how is everyone", "I made it to the meeting on time today",
                     "thanks, that helps a lot", "my daughter has her first day at school tomorrow", "ok",
                     "what step are you working on?", "the weather is awful but I went for a run",
                     "see you on thursday then"});
}
BENCHMARK(ordinary);

void two_hundred_characters(benchmark::State& state) {
  judge_each(
      state,
      {"I went back to the same cafe this morning and the owner remembered my name, which felt good. Then I "
       "called "
       "my sponsor and we talked for an hour about work, the kids and the garden. Tomorrow I start again.."});
}
BENCHMARK(two_hundred_characters);

void hostile(benchmark::State& state, const std::string& unit) {
  std::string text;
  while (text.size() < 64 * 1024) text += unit;
  judge_each(state, {text});
}

/// The longest message there is, of what costs most: 64 KiB of it should take about eight times as long.
void hostile_message(benchmark::State& state) {
  std::string text;
  while (text.size() < 8 * 1024) text += "i want to die ";
  judge_each(state, {text});
}
BENCHMARK(hostile_message);

void start(benchmark::State& state) {
  for (auto _ : state) {
    std::string why;
    benchmark::DoNotOptimize(Detector::compile(built_in_lexicon(), why));
  }
}
BENCHMARK(start)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(hostile, one_token, std::string{"a"});
BENCHMARK_CAPTURE(hostile, zero_width, std::string{"\u200b"});
BENCHMARK_CAPTURE(hostile, combining, std::string{"e\u0301"});
BENCHMARK_CAPTURE(hostile, cues, std::string{"i want to die "});
BENCHMARK_CAPTURE(hostile, spaced, std::string{"k i l l "});

}  // namespace

BENCHMARK_MAIN();
