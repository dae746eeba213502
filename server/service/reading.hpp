// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/facts.hpp"

namespace holdfast::service {

/// A place the actor may read, with the first seq that is theirs. A staff member who reads without being a
/// member is in the audit before this returns (P10).
struct Reading {
  Place place;
  Seq visible_from{1};
};
Story<Reading> may_read(Context& ctx, Actor actor, ConversationId conversation);

}  // namespace holdfast::service
