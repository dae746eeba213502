// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/policy.hpp"

#include <algorithm>
#include <array>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

using namespace std::chrono_literals;

constexpr std::array kLevels{Level::High, Level::Imminent};
constexpr std::array kHolders{Holder::Nobody, Holder::PresentSupporter, Holder::AbsentSupporter,
                              Holder::Group};
constexpr std::array<const char*, kKindCount> kKindNames{"suicide",  "self-harm", "overdose", "medical",
                                                         "violence", "abuse",     "relapse",  "child safety"};

const char* name_of(Level level) {
  return level == Level::Imminent ? "imminent" : "high";
}
const char* name_of(Holder holder) {
  switch (holder) {
    case Holder::Nobody: return "nobody";
    case Holder::PresentSupporter: return "a present supporter";
    case Holder::AbsentSupporter: return "an absent supporter";
    case Holder::Group: return "a group";
  }
  return "nobody";
}

/// PRACTICE: 0 s, 60 s, 3 min, 5 min, 8 min, each counted from the rung before; then every 2 min. Whoever
/// holds the conversation gets the card at once and hears the truth with the last rung.
PolicyRow imminent(std::optional<Holder> holder, std::vector<Audience> at_once,
                   std::vector<Audience> at_last) {
  PolicyRow row;
  row.level = Level::Imminent;
  row.holder = holder;
  row.chain = {
      Rung{.wait = 0s, .whom = std::move(at_once)},
      Rung{.wait = 60s, .whom = {Audience::BackupSupervisor}, .outside = true},
      Rung{.wait = 120s, .whom = {Audience::ClinicalLead}, .outside = true},
      Rung{.wait = 120s, .whom = {Audience::DutyOfficer}, .outside = true},
      Rung{.wait = 180s, .whom = std::move(at_last), .outside = true},
  };
  return row;
}

/// High has 5 min a rung: the time a supporter has to ask, and the time a supervisor has to acknowledge.
std::vector<Rung> high_once_told() {
  return {
      Rung{.wait = 0s, .whom = {Audience::Supervisors}},
      Rung{.wait = 300s, .whom = {Audience::Supervisors, Audience::BackupSupervisor}, .outside = true},
      Rung{.wait = 300s,
           .whom = {Audience::Supervisors, Audience::BackupSupervisor, Audience::ClinicalLead},
           .outside = true},
  };
}

PolicyRow high(std::optional<Kind> kind, std::optional<Holder> holder) {
  PolicyRow row;
  row.kind = kind;
  row.holder = holder;
  row.chain = high_once_told();
  row.repeat_last = 300s;
  row.supervisor_closes = false;
  return row;
}

PolicyRow high_supporter_first() {
  PolicyRow row = high(std::nullopt, Holder::PresentSupporter);
  row.chain.front().wait = 300s;
  const Rung card_and_silent_row{
      .wait = 0s, .whom = {Audience::HoldingSupporter, Audience::Supervisors}, .sound = false};
  row.chain.insert(row.chain.begin(), card_and_silent_row);
  return row;
}

Policy made_default() {
  using enum Audience;
  Policy policy;
  policy.version = Version{1};
  const auto held = [](Holder holder) {
    return imminent(holder, {HoldingSupporter, Supervisors},
                    {HoldingSupporter, Supervisors, BackupSupervisor, ClinicalLead, DutyOfficer});
  };
  policy.rows = {
      held(Holder::PresentSupporter),
      held(Holder::Group),
      imminent(std::nullopt, {Supervisors}, {Supervisors, BackupSupervisor, ClinicalLead, DutyOfficer}),
      high(Kind::ChildSafety,
           std::nullopt),  // a minor is never one supporter's to carry, even a present one's
      high_supporter_first(),
      high(std::nullopt, std::nullopt),  // in the queue, the holder gone, in a group
  };
  return policy;
}

bool matches(const PolicyRow& row, Level level, Kinds kinds, Holder holder) {
  return row.level == level && (!row.kind || kinds.has(*row.kind)) && (!row.holder || *row.holder == holder);
}

const PolicyRow* find(const Policy& policy, Level level, Kinds kinds, Holder holder) {
  const auto row = std::find_if(policy.rows.begin(), policy.rows.end(),
                                [&](const PolicyRow& r) { return matches(r, level, kinds, holder); });
  return row == policy.rows.end() ? nullptr : &*row;
}

bool in_range(std::chrono::seconds wait) {
  return wait > 0s && wait <= limits::kPolicyWait;
}

/// Gives the sentence's end, or nothing when the row holds.
std::string fault_of_chain(const PolicyRow& row) {
  if (row.chain.empty()) return "has no rung";
  if (row.chain.size() > limits::kRungs) return "has more rungs than anyone can practise";
  if (row.chain.front().wait != 0s) return "waits before its first rung";
  for (const Rung& rung : row.chain) {
    if (rung.whom.empty()) return "has a rung that tells nobody";
    if (&rung != &row.chain.front() && !in_range(rung.wait))
      return "has a rung whose wait is not within 24 h";
  }
  if (!row.chain.back().outside) return "ends with a rung that does not reach outside";
  // A last rung in silence would repeat for ever without waking anybody.
  if (!row.chain.back().sound) return "ends with a rung that makes no sound";
  return {};
}

std::string fault_of_row(const PolicyRow& row) {
  if (std::string fault = fault_of_chain(row); !fault.empty()) return fault;
  if (!in_range(row.repeat_last)) return "repeats its last rung at a time that is not within 24 h";
  if (!in_range(row.eyes_on) || !in_range(row.in_hand) || !in_range(row.outcome)) {
    return "has a clock after acknowledgement that is not within 24 h";
  }
  if (row.level != Level::Imminent) return {};
  if (!row.supervisor_closes) return "lets someone other than a supervisor close an imminent";
  const Rung& first = row.chain.front();
  const bool told =
      std::find(first.whom.begin(), first.whom.end(), Audience::Supervisors) != first.whom.end();
  if (!told || !first.sound) return "does not sound to supervisors at once";
  return {};
}

std::string hole_of(const Policy& policy) {
  for (const Level level : kLevels) {
    for (const Holder holder : kHolders) {
      const std::string where = std::string{name_of(level)} + " held by " + name_of(holder);
      // A person may ask without any kind known, so the empty set needs a row of its own.
      if (find(policy, level, Kinds{}, holder) == nullptr) return "No row for " + where + " with no kind.";
      for (int k = 0; k < kKindCount; ++k) {
        const Kinds one = Kinds{}.add(static_cast<Kind>(k));
        if (find(policy, level, one, holder) == nullptr) {
          return "No row for " + where + " of kind " + kKindNames.at(static_cast<std::size_t>(k)) + ".";
        }
      }
    }
  }
  return {};
}

}  // namespace

bool supporter_first(const PolicyRow& row) {
  return !row.chain.front().sound;
}

const Policy& default_policy() {
  static const Policy policy = made_default();
  return policy;
}

Result<void> check_policy(const Policy& policy, std::string& why) {
  why.clear();
  if (policy.rows.size() > limits::kPolicyRows) why = "The policy has more rows than anyone can read.";
  for (std::size_t i = 0; why.empty() && i < policy.rows.size(); ++i) {
    const std::string fault = fault_of_row(policy.rows[i]);
    if (!fault.empty()) why = "Row " + std::to_string(i + 1) + " of the policy " + fault + ".";
  }
  if (why.empty() && (!in_range(policy.merge_repage) || !in_range(policy.resources_card))) {
    why = "The policy's time to page again or to show resources is not within 24 h.";
  }
  if (why.empty()) why = hole_of(policy);
  if (why.empty()) return {};
  return refuse(Code::Invalid);
}

const PolicyRow& row_for(const Policy& policy, Level level, Kinds kinds, Holder holder) {
  const Level asked = std::max(level, Level::High);
  if (const PolicyRow* row = find(policy, asked, kinds, holder); row != nullptr && !row->chain.empty())
    return *row;
  return *find(default_policy(), asked, kinds, holder);
}

}  // namespace holdfast::domain
