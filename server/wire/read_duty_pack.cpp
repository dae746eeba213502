// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <optional>

#include "wire/checks.hpp"
#include "wire/duty_pack_pb.hpp"

namespace holdfast::wire {
namespace {

/// Names the first field that is wrong by its path in JSON.
class Reader {
 public:
  explicit Reader(std::string& why) : why_{why} {}
  [[nodiscard]] bool failed() const noexcept { return checks_.refused().has_value(); }

  template <class Read>
  auto field(const std::string& path, Read read) {
    const bool failed_before = failed();
    auto value = read(checks_);
    if (!failed_before && failed()) why_ = path + " is missing or out of range.";
    return value;
  }
  template <auto Last>
  auto shifted(const std::string& path, int wire) {
    return field(path, [&](Checks& checks) { return checks.shifted<Last>(wire); });
  }

 private:
  Checks checks_;
  std::string& why_;
};

std::string at(const std::string& list, int index) {
  return list + "[" + std::to_string(index) + "]";
}

domain::Rung read_rung(const v1::Rung& wire, const std::string& path, Reader& reader) {
  domain::Rung out;
  out.wait = std::chrono::seconds{wire.wait_seconds()};
  for (int i = 0; i < wire.whom_size(); ++i) {
    out.whom.push_back(reader.shifted<domain::Audience::DutyOfficer>(at(path + ".whom", i), wire.whom(i)));
  }
  out.outside = wire.outside();
  if (wire.has_sound()) out.sound = wire.sound();
  return out;
}

domain::PolicyRow read_row(const v1::PolicyRow& wire, const std::string& path, Reader& reader) {
  domain::PolicyRow out;
  out.level = reader.field(path + ".level", [&](Checks& checks) {
    checks.require(wire.level() != v1::LEVEL_UNSPECIFIED);
    return checks.same<domain::Level::Imminent>(wire.level());
  });
  if (wire.kind() != v1::KIND_UNSPECIFIED) {
    out.kind = reader.shifted<domain::Kind::ChildSafety>(path + ".kind", wire.kind());
  }
  if (wire.holder() != v1::HOLDER_UNSPECIFIED) {
    out.holder = reader.shifted<domain::Holder::Group>(path + ".holder", wire.holder());
  }
  for (int i = 0; i < wire.chain_size(); ++i) {
    out.chain.push_back(read_rung(wire.chain(i), at(path + ".chain", i), reader));
  }
  if (wire.has_repeat_last_seconds()) out.repeat_last = std::chrono::seconds{wire.repeat_last_seconds()};
  if (wire.has_eyes_on_seconds()) out.eyes_on = std::chrono::seconds{wire.eyes_on_seconds()};
  if (wire.has_in_hand_seconds()) out.in_hand = std::chrono::seconds{wire.in_hand_seconds()};
  if (wire.has_supervisor_closes()) out.supervisor_closes = wire.supervisor_closes();
  return out;
}

domain::Policy read_policy(const v1::Policy& wire, Reader& reader) {
  domain::Policy out;
  out.version =
      reader.field("policy.version", [&](Checks& checks) { return checks.number<Version>(wire.version()); });
  for (int i = 0; i < wire.rows_size(); ++i) {
    out.rows.push_back(read_row(wire.rows(i), at("policy.rows", i), reader));
  }
  if (wire.has_merge_repage_seconds()) out.merge_repage = std::chrono::seconds{wire.merge_repage_seconds()};
  if (wire.has_resources_card_seconds())
    out.resources_card = std::chrono::seconds{wire.resources_card_seconds()};
  return out;
}

void read_targets(const v1::DutyPack& wire, domain::DutyPack& out, Reader& reader) {
  for (int i = 0; i < wire.targets_size(); ++i) {
    const v1::NotifyTarget& target = wire.targets(i);
    const auto audience =
        reader.shifted<domain::Audience::DutyOfficer>(at("targets", i) + ".audience", target.audience());
    out.targets.push_back({audience, target.name(), target.url()});
  }
}

}  // namespace

Result<domain::DutyPack> read(const v1::DutyPack& wire, std::string& why) {
  Reader reader{why};
  domain::DutyPack out;
  out.version =
      reader.field("version", [&](Checks& checks) { return checks.number<Version>(wire.version()); });
  out.demo = wire.demo();
  out.signed_by = wire.signed_by();
  out.signed_at =
      reader.field("signedAtUs", [&](Checks& checks) { return checks.instant(wire.signed_at_us()); });
  out.countries.assign(wire.countries().begin(), wire.countries().end());
  for (const v1::HelpNumber& number : wire.numbers()) {
    out.numbers.push_back({number.name(), number.call(), number.text(), number.country(), number.emergency(),
                           number.child_line()});
  }
  if (wire.has_minimum_age()) out.minimum_age = wire.minimum_age();
  if (wire.rescue() != v1::RESCUE_POLICY_UNSPECIFIED) {
    out.rescue = reader.shifted<domain::RescuePolicy::Trace>("rescue", wire.rescue());
  }
  if (wire.has_retention_hours()) out.retention_hours = wire.retention_hours();
  out.flagged_retention_hours = wire.flagged_retention_hours();
  for (const auto& [language, notice] : wire.notices()) {
    out.notices[language] = {notice.who_answers(), notice.who_reads(), notice.when_confidence_ends(),
                             notice.what_is_kept(), notice.youngest_age()};
  }
  read_targets(wire, out, reader);
  if (wire.has_policy()) out.policy = read_policy(wire.policy(), reader);
  if (reader.failed()) return refuse(Code::Invalid);
  return out;
}

}  // namespace holdfast::wire
