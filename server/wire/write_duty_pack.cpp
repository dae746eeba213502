// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <algorithm>
#include <limits>

#include "wire/duty_pack_pb.hpp"
#include "wire/write_records.hpp"

namespace holdfast::wire {
namespace {

/// Waits are under 24 h once checked; an unchecked one stays absurd, so that the check still refuses it.
std::int32_t seconds(std::chrono::seconds wait) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(wait.count(), Limits::min(), Limits::max()));
}

void write_row(const domain::PolicyRow& row, v1::PolicyRow& wire) {
  wire.set_level(same<v1::Level>(row.level));
  if (row.kind) wire.set_kind(shifted<v1::Kind>(*row.kind));
  if (row.holder) wire.set_holder(shifted<v1::Holder>(*row.holder));
  for (const domain::Rung& rung : row.chain) {
    v1::Rung& out = *wire.add_chain();
    out.set_wait_seconds(seconds(rung.wait));
    for (const domain::Audience audience : rung.whom) out.add_whom(shifted<v1::Audience>(audience));
    out.set_outside(rung.outside);
    out.set_sound(rung.sound);
  }
  wire.set_repeat_last_seconds(seconds(row.repeat_last));
  wire.set_eyes_on_seconds(seconds(row.eyes_on));
  wire.set_in_hand_seconds(seconds(row.in_hand));
  wire.set_supervisor_closes(row.supervisor_closes);
}

void write_number(const domain::HelpNumber& number, v1::HelpNumber& wire) {
  wire.set_name(number.name);
  wire.set_call(number.call);
  wire.set_text(number.text);
  wire.set_country(number.country);
  wire.set_emergency(number.emergency);
  wire.set_child_line(number.child_line);
}

void write_notice(const domain::ArrivalNotice& notice, v1::ArrivalNotice& wire) {
  wire.set_who_answers(notice.who_answers);
  wire.set_who_reads(notice.who_reads);
  wire.set_when_confidence_ends(notice.when_confidence_ends);
  wire.set_what_is_kept(notice.what_is_kept);
  wire.set_youngest_age(notice.youngest_age);
}

void write_policy(const domain::Policy& policy, v1::Policy& wire) {
  wire.set_version(policy.version.get());
  for (const domain::PolicyRow& row : policy.rows) write_row(row, *wire.add_rows());
  wire.set_merge_repage_seconds(seconds(policy.merge_repage));
  wire.set_resources_card_seconds(seconds(policy.resources_card));
}

}  // namespace

void write(const domain::DutyPack& pack, v1::DutyPack& wire) {
  wire.set_version(pack.version.get());
  wire.set_demo(pack.demo);
  wire.set_signed_by(pack.signed_by);
  wire.set_signed_at_us(micros(pack.signed_at));
  for (const std::string& country : pack.countries) wire.add_countries(country);
  for (const domain::HelpNumber& number : pack.numbers) write_number(number, *wire.add_numbers());
  wire.set_minimum_age(pack.minimum_age);
  wire.set_rescue(shifted<v1::RescuePolicy>(pack.rescue));
  wire.set_retention_hours(pack.retention_hours);
  wire.set_flagged_retention_hours(pack.flagged_retention_hours);
  for (const auto& [language, notice] : pack.notices)
    write_notice(notice, (*wire.mutable_notices())[language]);
  for (const domain::NotifyTarget& target : pack.targets) {
    v1::NotifyTarget& out = *wire.add_targets();
    out.set_audience(shifted<v1::Audience>(target.audience));
    out.set_name(target.name);
    out.set_url(target.url);
  }
  if (pack.policy) write_policy(*pack.policy, *wire.mutable_policy());
}

}  // namespace holdfast::wire
