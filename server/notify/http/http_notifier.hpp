// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>

#include "base/secret.hpp"
#include "notify/http/transfers.hpp"
#include "notify/notifier.hpp"

namespace holdfast::notify {

/// Webhooks: a signed JSON POST (body.hpp). Called on any reactor; answers there. Destroyed before the
/// reactors.
class HttpNotifier final : public Notifier {
 public:
  /// `key` signs: Keyring::derived_key("webhook"). `clock` outlives it.
  HttpNotifier(Secret key, const Clock& clock, Transfers::Options options = {});

  io::Task<Result<void>> send(Notification notification) override;
  /// A bare GET, for the heartbeat. Errors as of `send`.
  io::Task<Result<void>> ask(std::string url);
  /// False when its thread is stuck: nothing would go out.
  [[nodiscard]] bool fresh() const;

 private:
  io::Task<Result<void>> exchange(Transfers::Exchange exchange);

  Secret key_;
  const Clock& clock_;
  Transfers transfers_;
};

}  // namespace holdfast::notify
