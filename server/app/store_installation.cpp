// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "app/store_installation.hpp"

#include "vault/vault.hpp"

namespace holdfast::app {

using Outcome = api::Installation::Outcome;

io::Task<Outcome> StoreInstallation::back_up(std::string file) {
  Outcome outcome;
  std::string target = file;
  const auto bytes = co_await database_.backup(std::move(target));
  if (bytes) {
    outcome.said = std::to_string(*bytes) + " bytes in " + file + "; keep the key file apart from it";
  } else {
    outcome.result = bytes.error();
    if (bytes.error().code == Code::Invalid) outcome.said = "the file exists already or cannot be made";
    if (bytes.error().code == Code::Unsupported)
      outcome.said = "PostgreSQL has its own tools for this: pg_basebackup or pg_dump";
  }
  co_return outcome;
}

io::Task<Outcome> StoreInstallation::rotate_keys() {
  Outcome outcome;
  // Both are small files of our own: a few milliseconds, a few times a year.
  auto ring = Result<vault::KeyringPtr>{refuse(Code::Unavailable)};
  const auto rotated = vault::Keyring::rotate(key_file_, outcome.said);
  if (rotated) ring = vault::Keyring::load(key_file_, outcome.said);
  if (!ring) {
    outcome.result = ring.error();
    co_return outcome;
  }
  vault::KeyringPtr fresh = *ring;
  const auto wrapped = co_await database_.rewrap(std::move(fresh));
  if (wrapped) {
    outcome.said =
        std::to_string(*wrapped) + " keys and fields are wrapped under the new key; copy the key file again";
  } else {
    outcome.result = wrapped.error();
    outcome.said = "the new key is in the file, but not everything is wrapped under it yet: run this again";
  }
  co_return outcome;
}

io::Task<Outcome> StoreInstallation::verify() {
  Outcome outcome;
  const auto findings = co_await database_.verify();
  if (!findings) {
    outcome.result = findings.error();
    co_return outcome;
  }
  if (findings->broken.empty()) {
    outcome.said = std::to_string(findings->conversations) + " conversations, " +
                   std::to_string(findings->messages) + " messages and " +
                   std::to_string(findings->audit_rows) + " audit rows are whole";
    co_return outcome;
  }
  outcome.result = refuse(Code::Internal);
  for (const std::string& broken : findings->broken)
    outcome.said += (outcome.said.empty() ? "" : "; ") + broken;
  co_return outcome;
}

}  // namespace holdfast::app
