// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "gateway/stories.hpp"
#include "service/context.hpp"

namespace holdfast::gateway {

/// Request kind → story: a table, in dispatch.cpp. One a reactor, like the context it holds.
class Dispatch final : public Stories {
 public:
  explicit Dispatch(service::Context& context) : context_{context} {}

  io::Task<Result<service::Actor>> authenticate(Secret token) override;
  io::Task<Result<domain::Welcome>> welcome(service::Actor actor) override;
  io::Task<domain::SubscribedTo> resume(service::Actor actor, domain::Cursor cursor) override;
  io::Task<Result<std::vector<domain::Presence>>> look(std::vector<PersonId> people) override;
  io::Task<Result<domain::ReplyBody>> answer(service::Actor actor, domain::RequestBody request) override;
  bool would_flag(const service::Actor& actor, const domain::Send& send) override;
  void ended(const service::Actor& actor, Ended how) override;

 private:
  service::Context& context_;
};

}  // namespace holdfast::gateway
