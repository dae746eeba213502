// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// The checker is itself tested: a true history passes, and each planted fault is named.
#include "support/history/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holdfast::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kRoom = 9;

std::vector<Entry> three() {
  return {{1, 0, "", ""}, {2, 5, "a", "hello"}, {3, 6, "b", "hi"}};
}

History a_true_history() {
  History history;
  history.sent(5, kRoom, "a", "hello");
  history.sent(6, kRoom, "b", "hi");
  history.sent(5, kRoom, "lost", "never acknowledged");
  history.acknowledged(kRoom, "a", 2);
  history.acknowledged(kRoom, "a", 2);
  history.acknowledged(kRoom, "b", 3);
  for (const Entry& entry : three()) history.delivered(5, kRoom, entry);
  history.delivered(6, kRoom, three().at(2));
  history.finally_read(5, kRoom, three());
  history.finally_read(6, kRoom, three());
  history.flagged(kRoom, 2, true);
  return history;
}

TEST(History, a_true_history_breaks_nothing) {
  EXPECT_THAT(a_true_history().broken(), IsEmpty());
}

struct Planted {
  const char* name;
  void (*plant)(History&);
  const char* named;
};

class PlantedFault : public testing::TestWithParam<Planted> {};

TEST_P(PlantedFault, is_named) {
  History history = a_true_history();
  GetParam().plant(history);
  EXPECT_THAT(history.broken(), Contains(HasSubstr(GetParam().named)));
}

std::vector<Entry> without(std::size_t index) {
  auto entries = three();
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
  return entries;
}

void read_by_both(History& history, const std::vector<Entry>& entries) {
  history.finally_read(5, kRoom, entries);
  history.finally_read(6, kRoom, entries);
}

const Planted kFaults[] = {
    {"acknowledged_is_gone", [](History& h) { read_by_both(h, without(2)); }, "P1: acknowledged seq 3"},
    {"acknowledged_moved",
     [](History& h) {
       h.sent(5, kRoom, "c", "more");
       h.acknowledged(kRoom, "c", 4);
     },
     "P1: acknowledged seq 4"},
    {"stored_twice",
     [](History& h) {
       auto entries = three();
       entries.push_back({4, 5, "a", "hello"});
       read_by_both(h, entries);
     },
     "P2: conversation 9 holds one client message id twice"},
    {"repeat_answered_otherwise", [](History& h) { h.acknowledged(kRoom, "a", 7); }, "P2: a repeat"},
    {"hole_in_the_order", [](History& h) { read_by_both(h, without(0)); },
     "P3: conversation 9 has seq 2 where 1"},
    {"two_truths",
     [](History& h) {
       auto entries = three();
       std::swap(entries.at(1).text, entries.at(2).text);
       h.finally_read(6, kRoom, entries);
     },
     "differently"},
    {"text_changed",
     [](History& h) {
       auto entries = three();
       entries.at(1).text = "other";
       read_by_both(h, entries);
     },
     "another text"},
    {"invented",
     [](History& h) {
       auto entries = three();
       entries.push_back({4, 5, "z", "never said"});
       read_by_both(h, entries);
     },
     "was never sent"},
    {"handed_twice", [](History& h) { h.delivered(5, kRoom, three().at(2)); }, "P2: client 5 was handed"},
    {"handed_with_a_gap",
     [](History& h) {
       h.delivered(7, kRoom, three().at(0));
       h.delivered(7, kRoom, three().at(2));
     },
     "P4: client 7"},
    {"handed_but_not_stored",
     [](History& h) {
       h.delivered(6, kRoom, {4, 5, "lost", "never acknowledged"});
     },
     "not what was stored"},
    {"flag_without_escalation", [](History& h) { h.flagged(kRoom, 3, false); }, "P5"},
    {"nobody_could_read",
     [](History& h) {
       h.sent(5, 77, "q", "x");
       h.acknowledged(77, "q", 1);
     },
     "nobody could read conversation 77"},
};

INSTANTIATE_TEST_SUITE_P(Faults, PlantedFault, testing::ValuesIn(kFaults),
                         [](const auto& planted) { return std::string{planted.param.name}; });

}  // namespace
}  // namespace holdfast::tests
