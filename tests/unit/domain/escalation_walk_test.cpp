// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "domain/escalation.hpp"
#include "support/manual_clock.hpp"
#include "tests/unit/domain/escalation_cases.hpp"

namespace holdfast::domain {
namespace {

using namespace cases;

/// People do anything in any order while the clock goes on; after each step the promises of P6 are looked at.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_{seed} {
    const auto level = pick(2) == 0 ? Level::High : Level::Imminent;
    take(open_escalation(EscalationId{5}, raise(level), the_row(level, kSuicide), clock_.wall()));
  }

  void step() {
    pass_time();
    const Escalation before = now_;
    act();
    EXPECT_GE(now_.level, before.level) << "level never falls";
    EXPECT_FALSE(before.kinds.adds_to(now_.kinds)) << "a kind is never forgotten";
    if (now_.state == EscalationState::Closed) {
      EXPECT_NE(now_.outcome, Outcome::None) << "nothing closes without an outcome";
      EXPECT_FALSE(now_.next_due);
      return;
    }
    ASSERT_TRUE(now_.next_due) << "an open one never rests";
    EXPECT_LE(*now_.next_due - clock_.wall(), longest_wait()) << "no step is later than its wait";
  }

  [[nodiscard]] bool closed() const { return now_.state == EscalationState::Closed; }

  /// Everyone stops acting: from wherever the walk is, humans outside are reached, again and again.
  void everyone_falls_silent() {
    std::size_t told_outside = 0;
    const Instant silent_from = clock_.wall();
    for (int i = 0; i < 60; ++i) {
      ASSERT_TRUE(now_.next_due);
      if (*now_.next_due > clock_.wall()) clock_.advance(*now_.next_due - clock_.wall());
      const EscalationMove move = climb(now_, row(), clock_.wall());
      ASSERT_TRUE(move.tell) << "what is due tells someone";
      if (move.tell->outside && move.tell->sound) ++told_outside;
      take(move);
    }
    EXPECT_GT(told_outside, 40U);
    // 60 tellings: one long clock at most (in hand), then rungs of at most 5 min each.
    EXPECT_LE(clock_.wall() - silent_from, 60min + 60 * 5min);
  }

 private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  PersonId someone() { return pick(2) == 0 ? kAna : kSam; }
  static const PolicyRow& the_row(Level level, Kinds kinds, Holder holder = Holder::Nobody) {
    return row_for(default_policy(), level, kinds, holder);
  }
  const PolicyRow& row() { return the_row(now_.level, now_.kinds, holder_); }
  static std::chrono::seconds longest_wait() { return 3600s; }

  void take(const EscalationMove& move) {
    if (move.tell) {
      EXPECT_TRUE(keys_.insert({move.tell->round, move.tell->step}).second) << "a key was used twice";
      EXPECT_FALSE(move.tell->whom.empty());
      EXPECT_EQ(move.tell->step, move.next.step);
    }
    now_ = move.next;
  }
  void take(const Result<EscalationMove>& move) {
    if (move) take(*move);
  }

  /// Time passes in small and large steps, and whatever falls due is climbed at once, as the task runner
  /// does.
  void pass_time() {
    clock_.advance(std::chrono::seconds{pick(3) == 0 ? pick(900) : pick(40)});
    for (int i = 0; i < 200 && now_.next_due && *now_.next_due <= clock_.wall(); ++i) {
      const Escalation before = now_;
      const EscalationMove move = climb(now_, row(), clock_.wall());
      EXPECT_TRUE(move.tell);
      EXPECT_EQ(move.next.state, EscalationState::Raised) << "a clock that ran out opens it for everyone";
      EXPECT_GE(move.next.step, std::min<std::size_t>(before.step, row().chain.size() - 1))
          << "never down the chain";
      take(move);
    }
    EXPECT_TRUE(!now_.next_due || *now_.next_due > clock_.wall()) << "climbing ends";
  }

  void act() {
    const Instant now = clock_.wall();
    const PersonId who = someone();
    const OrgRoles roles = who == kAna ? kSupervisor : kSupporter;
    switch (pick(9)) {
      case 0: return take(acknowledge(now_, who, row(), now));
      case 1: return take(eyes_on(now_, who, row(), now));
      case 2: return take(take_in_hand(now_, who, row(), now));
      case 3: {
        if (pick(8) != 0) return;
        return take(close(now_, who, roles, static_cast<Outcome>(pick(7)), row(), now));
      }
      case 4: return take(acknowledger_lost(now_, row(), now));
      case 5: {
        const auto level = pick(3) == 0 ? Level::Imminent : Level::High;
        const auto cause = static_cast<EscalationCause>(pick(3));
        const Raise flag = raise(level, Kinds{}.add(static_cast<Kind>(pick(kKindCount))), cause);
        return take(merge(now_, flag, default_policy(), holder_, now));
      }
      case 6: {
        const PolicyRow& before = row();
        holder_ = Holder::AbsentSupporter;
        return take(holder_lost(now_, before, row(), now));
      }
      case 7: holder_ = static_cast<Holder>(pick(4)); return;
      default: return;
    }
  }

  std::mt19937 random_;
  tests::ManualClock clock_;
  Holder holder_{Holder::Nobody};
  Escalation now_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> keys_;
};

TEST(EscalationWalk, keeps_every_promise_whatever_people_do) {
  int closings = 0;
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE(seed);
    Walk walk{seed};
    for (int i = 0; i < 60 && !walk.closed(); ++i) walk.step();
    if (walk.closed())
      ++closings;
    else
      walk.everyone_falls_silent();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(closings, 100) << "the walks reach the end too";
}

}  // namespace
}  // namespace holdfast::domain
