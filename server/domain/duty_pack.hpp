// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "domain/ids.hpp"
#include "domain/policy.hpp"
#include "domain/records.hpp"

namespace holdfast::domain {

struct HelpNumber {
  std::string name;       // "Emergency services"
  std::string call;       // as dialled; empty: none
  std::string text;       // SMS; empty: none
  std::string country;    // ISO 3166-1 alpha-2
  bool emergency{false};  // police, ambulance
  bool child_line{false};
};

enum class RescuePolicy : std::uint8_t { NeverWithoutConsent = 0, Ask = 1, Trace = 2 };

/// What a person must know before typing (S0), per language. Plain text, reading age 11.
struct ArrivalNotice {
  std::string who_answers, who_reads, when_confidence_ends, what_is_kept, youngest_age;
};

struct NotifyTarget {  // where an outside rung goes
  Audience audience{Audience::BackupSupervisor};
  std::string name;  // shown in the log instead of the address
  std::string url;   // webhook
};

/// Law and duty of an organisation as configuration, signed by a named person. Without it the line does not
/// open.
struct DutyPack {
  Version version;        // rises with each signing; the arrival notice's version
  bool demo{false};       // says so on every screen
  std::string signed_by;  // empty: not signed
  Instant signed_at;
  std::vector<std::string> countries;
  std::vector<HelpNumber> numbers;
  std::uint32_t minimum_age{18};
  RescuePolicy rescue{RescuePolicy::Ask};
  std::uint32_t retention_hours{72};         // of anonymous conversations
  std::uint32_t flagged_retention_hours{0};  // flagged ones later, as the notice says; ≥ retention_hours
  std::map<std::string, ArrivalNotice> notices;  // by language
  std::vector<NotifyTarget> targets;
  std::optional<Policy> policy;  // none: default_policy()
};

/// Errors: Invalid, with one sentence in `why` that names what is missing: signature, an emergency number and
/// a child line for each country, a whole notice in English and in every language begun, age and retention in
/// range, a policy without a hole and, unless it is a demo, a target for each audience of a last rung that is
/// told outside.
[[nodiscard]] Result<void> check_duty_pack(const DutyPack& pack, std::string& why);

/// What the line truly is: closed without a signed pack; low-risk only while no supervisor is reachable and
/// the line was set open; else as set.
[[nodiscard]] LineState line_truth(LineState set, bool pack_signed, bool supervisor_reachable);

/// May a new seeker arrive? Errors: LineClosed, NoticeNotShown (no or old version), UnderAge.
[[nodiscard]] Result<void> may_arrive(const DutyPack& pack, LineState line, Version notice_shown,
                                      std::optional<std::uint32_t> stated_age);

}  // namespace holdfast::domain
