// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/duty_pack.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool country_code(std::string_view code) {
  return code.size() == 2 && upper(code[0]) && upper(code[1]);
}

bool has_number(const DutyPack& pack, const std::string& country, bool HelpNumber::*which) {
  return std::any_of(pack.numbers.begin(), pack.numbers.end(),
                     [&](const HelpNumber& number) { return number.country == country && number.*which; });
}

std::string fault_of_numbers(const DutyPack& pack) {
  if (pack.countries.empty()) return "No country served is named.";
  for (const HelpNumber& number : pack.numbers) {
    if (number.name.empty()) return "A help number has no name.";
    if (number.call.empty() && number.text.empty()) return number.name + " can be neither called nor texted.";
    if (!country_code(number.country)) return number.name + " has no country.";
  }
  for (const std::string& country : pack.countries) {
    if (!country_code(country)) return "\"" + country + "\" is not a country code of two capital letters.";
    if (!has_number(pack, country, &HelpNumber::emergency)) return "No emergency number for " + country + ".";
    // Whoever is under the minimum age is handed to it, so no country goes without.
    if (!has_number(pack, country, &HelpNumber::child_line)) return "No child line for " + country + ".";
  }
  return {};
}

std::string missing_part(const ArrivalNotice& notice) {
  using Part = std::pair<std::string ArrivalNotice::*, const char*>;
  static constexpr std::array<Part, 5> kParts{{{&ArrivalNotice::who_answers, "who answers"},
                                               {&ArrivalNotice::who_reads, "who reads"},
                                               {&ArrivalNotice::when_confidence_ends, "when confidence ends"},
                                               {&ArrivalNotice::what_is_kept, "what is kept"},
                                               {&ArrivalNotice::youngest_age, "the youngest age"}}};
  for (const auto& [part, name] : kParts) {
    if ((notice.*part).empty()) return name;
  }
  return {};
}

std::string fault_of_notices(const DutyPack& pack) {
  if (!pack.notices.contains("en")) return "No arrival notice in English (\"en\").";
  for (const auto& [language, notice] : pack.notices) {
    const std::string part = missing_part(notice);
    if (!part.empty()) return "The arrival notice in \"" + language + "\" does not say " + part + ".";
  }
  return {};
}

std::string fault_of_times(const DutyPack& pack) {
  if (pack.minimum_age < limits::kYoungestAge || pack.minimum_age > limits::kOldestMinimumAge) {
    return "The minimum age is not between 13 and 99.";
  }
  if (pack.retention_hours == 0 || pack.retention_hours > limits::kRetentionHoursMost) {
    return "The retention of conversations is not between an hour and ten years.";
  }
  if (pack.flagged_retention_hours < pack.retention_hours ||
      pack.flagged_retention_hours > limits::kRetentionHoursMost) {
    return "The retention of flagged conversations is shorter than that of others, or over ten years.";
  }
  return {};
}

const char* name_of(Audience audience) {
  switch (audience) {
    case Audience::HoldingSupporter: return "the holding supporter";
    case Audience::Supervisors: return "the supervisors";
    case Audience::BackupSupervisor: return "the backup supervisor";
    case Audience::ClinicalLead: return "the clinical lead";
    case Audience::DutyOfficer: return "the duty officer";
  }
  return "";
}

/// Those on duty hear it on the board; whoever is away from it needs an address.
bool needs_target(Audience audience) {
  return audience != Audience::HoldingSupporter && audience != Audience::Supervisors;
}

bool web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string fault_of_targets(const DutyPack& pack, const Policy& policy) {
  for (const NotifyTarget& target : pack.targets) {
    if (target.name.empty()) return std::string{"A target for "} + name_of(target.audience) + " has no name.";
    if (!web_address(target.url)) return "The target \"" + target.name + "\" has no web address.";
  }
  if (pack.demo) return {};  // a demo reaches nobody outside, and says so on every screen
  for (const PolicyRow& row : policy.rows) {
    for (const Audience audience : row.chain.back().whom) {
      const bool reached =
          std::any_of(pack.targets.begin(), pack.targets.end(),
                      [&](const NotifyTarget& target) { return target.audience == audience; });
      if (needs_target(audience) && !reached)
        return std::string{"No target outside for "} + name_of(audience) + ".";
    }
  }
  return {};
}

std::string fault_of_policy(const DutyPack& pack) {
  if (!pack.policy) return fault_of_targets(pack, default_policy());
  std::string why;
  if (!check_policy(*pack.policy, why)) return why;
  return fault_of_targets(pack, *pack.policy);
}

}  // namespace

Result<void> check_duty_pack(const DutyPack& pack, std::string& why) {
  why.clear();
  if (pack.signed_by.empty())
    why = "No named person has signed.";
  else if (pack.signed_at == Instant{})
    why = "The signature has no date.";
  if (why.empty()) why = fault_of_numbers(pack);
  if (why.empty()) why = fault_of_times(pack);
  if (why.empty()) why = fault_of_notices(pack);
  if (why.empty()) why = fault_of_policy(pack);
  if (why.empty()) return {};
  return refuse(Code::Invalid);
}

LineState line_truth(LineState set, bool pack_signed, bool supervisor_reachable) {
  if (!pack_signed || set == LineState::Closed) return LineState::Closed;
  return supervisor_reachable ? set : LineState::LowRiskOnly;
}

Result<void> may_arrive(const DutyPack& pack, LineState line, Version notice_shown,
                        std::optional<std::uint32_t> stated_age) {
  if (line == LineState::Closed) return refuse(Code::LineClosed);
  if (!notice_shown || notice_shown != pack.version) return refuse(Code::NoticeNotShown);
  if (stated_age && *stated_age < pack.minimum_age) return refuse(Code::UnderAge);
  return {};
}

}  // namespace holdfast::domain
