// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/changes.hpp"
#include "service/facts.hpp"
#include "wire/encode.hpp"

namespace holdfast::service {

/// Errors: NotFound, Invalid (ask domain::check_duty_pack for the sentence), Busy. Gives the version, which
/// is the arrival notice's too: people who saw an older one are shown the new one.
Story<Version> sign_duty_pack(Context& ctx, OrganisationId id, domain::DutyPack pack) {
  auto organisation = co_await organisation_of(ctx, id);
  if (!organisation) co_return organisation.error();
  const Instant now = ctx.clock.wall();
  if (pack.signed_at == Instant{}) pack.signed_at = now;
  std::string why;
  const auto checked = domain::check_duty_pack(pack, why);
  if (!checked) co_return checked.error();
  const Version version{organisation->duty_pack_version.get() + 1};
  pack.version = version;
  organisation->duty_pack = wire::encode_duty_pack(pack);
  organisation->duty_pack_version = version;
  store::Commit commit;
  const Actor by = the_line(id);
  audit(commit, now, by, domain::AuditAction::DutyPackSigned, id.get(), version.get());
  put(commit, std::move(*organisation));
  auto done = co_await ctx.store.commit(std::move(commit));
  if (!done)
    co_return done.error().code == Code::Conflict ? refuse(Code::Busy, limits::kBusyRetry) : done.error();
  co_return version;
}

}  // namespace holdfast::service
