// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "gateway/dispatch.hpp"
#include "hub/shard.hpp"
#include "service/context.hpp"
#include "service/turn_cache.hpp"

namespace holdfast::app {

/// One reactor's stories: their context, the turn cache that is that reactor's own and the tap that feeds it,
/// and the table of what a session may ask. Lives on: that reactor, once it runs.
class ReactorContext final : public hub::Tap {
 public:
  /// `make` gives the context around a turn cache.
  template <class Make>
  explicit ReactorContext(Make make) : context_{make(turns_)}, dispatch_{context_} {}

  [[nodiscard]] service::Context& context() noexcept { return context_; }
  [[nodiscard]] gateway::Dispatch& dispatch() noexcept { return dispatch_; }
  void committed(const domain::MessagePtr& message) override { turns_.committed(message); }
  void quiet(ConversationId conversation) override { turns_.quiet(conversation); }

 private:
  service::TurnCache turns_;
  service::Context context_;
  gateway::Dispatch dispatch_;
};

}  // namespace holdfast::app
