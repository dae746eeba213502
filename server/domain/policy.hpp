// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/records.hpp"
#include "domain/risk.hpp"

namespace holdfast::domain {

/// Who holds the conversation of a flagged message; one side of the policy table.
enum class Holder : std::uint8_t { Nobody = 0, PresentSupporter = 1, AbsentSupporter = 2, Group = 3 };

enum class Audience : std::uint8_t {
  HoldingSupporter = 0,  // the owner; in a group its facilitators
  Supervisors = 1,       // all on duty, on the board
  BackupSupervisor = 2,  // by an outside notifier
  ClinicalLead = 3,
  DutyOfficer = 4,
};

/// One rung of a chain: after `wait` since the rung before (or the raise) without what the state asks for,
/// tell `whom`.
struct Rung {
  std::chrono::seconds wait{0};
  std::vector<Audience> whom;
  bool outside{false};  // also by the notifiers of the duty pack
  bool sound{true};     // a silent row on the board otherwise
};

/// f(level, kind, holder) → chain and clocks, as data; the first row that matches applies. Source:
/// PRACTICE.md.
struct PolicyRow {
  Level level{Level::High};
  std::optional<Kind> kind;               // none: any
  std::optional<Holder> holder;           // none: any
  std::vector<Rung> chain;                // first rung has wait 0; never empty
  std::chrono::seconds repeat_last{120};  // the last rung repeats after this, without end
  std::chrono::seconds eyes_on{90};       // after acknowledgement
  std::chrono::seconds in_hand{600};      // after acknowledgement: first action or outcome
  bool supervisor_closes{true};           // imminent: only a supervisor's outcome closes
  std::chrono::seconds outcome{3600};     // after in hand, or after its holder said "still on it"
};

/// True for a row whose first rung sounds to nobody: the holding supporter asks first. Their acknowledgement
/// does not stop the time to ask, which runs from the raise to the second rung.
[[nodiscard]] bool supporter_first(const PolicyRow& row);

struct Policy {
  Version version;
  std::vector<PolicyRow> rows;
  std::chrono::seconds merge_repage{600};   // a merged flag pages again if nobody had eyes on for this long
  std::chrono::seconds resources_card{90};  // on high, automatic only if no human wrote for this long
};

/// The policy every organisation starts from (PRACTICE.md, "Clocks of an imminent" and "Policy").
[[nodiscard]] const Policy& default_policy();

/// Errors: Invalid, when some level high or above, any kind and holder has no row, a chain is empty, a rung
/// tells nobody, the first rung waits, the last does not reach outside, a wait is not positive or over 24 h,
/// or an imminent starts without sound to supervisors or closes without one. `why` gets one sentence that
/// names the hole.
[[nodiscard]] Result<void> check_policy(const Policy& policy, std::string& why);

/// The row for an escalation. Precondition: `check_policy` passed, level ≥ High. Where a hole got through all
/// the same, the default policy's row: an escalation never rests.
[[nodiscard]] const PolicyRow& row_for(const Policy& policy, Level level, Kinds kinds, Holder holder);

}  // namespace holdfast::domain
