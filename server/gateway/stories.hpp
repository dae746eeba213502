// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <vector>

#include "domain/replies.hpp"
#include "domain/requests.hpp"
#include "io/task.hpp"
#include "service/actor.hpp"

namespace holdfast::gateway {

/// What a session asks of `service`; the session knows no more of it. Lives on: one reactor.
class Stories {
 public:
  virtual ~Stories() = default;
  virtual io::Task<Result<service::Actor>> authenticate(Secret token) = 0;
  /// From here on the person is here, until `ended`.
  virtual io::Task<Result<domain::Welcome>> welcome(service::Actor actor) = 0;
  virtual io::Task<domain::SubscribedTo> resume(service::Actor actor, domain::Cursor cursor) = 0;
  virtual io::Task<Result<std::vector<domain::Presence>>> look(std::vector<PersonId> people) = 0;
  /// Every other request → its story. Hello, Subscribe, Unsubscribe and Ping are the session's own:
  /// Unsupported.
  virtual io::Task<Result<domain::ReplyBody>> answer(service::Actor actor, domain::RequestBody request) = 0;

  /// P11: is this refused text one that must get through all the same?
  [[nodiscard]] virtual bool would_flag(const service::Actor& actor, const domain::Send& send) = 0;

  enum class Ended : std::uint8_t { SignedOut, Dropped };
  virtual void ended(const service::Actor& actor, Ended how) = 0;
};

}  // namespace holdfast::gateway
