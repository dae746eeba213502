// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <utility>

#include "domain/limits.hpp"
#include "service/stories.hpp"

namespace holdfast::service {

/// A story that decides anew with fresh facts while others change them: at most kConflictTries, then Busy.
/// `once` is a named coroutine that answers Conflict when its commit met one.
template <class T, class Request>
Story<T> again(Context& ctx, Actor actor, Request request, Story<T> (*once)(Context&, Actor, Request)) {
  for (int attempt = 0; attempt < limits::kConflictTries; ++attempt) {
    Request asked = request;
    auto answer = co_await once(ctx, actor, std::move(asked));
    if (answer || answer.error().code != Code::Conflict) co_return answer;
  }
  co_return refuse(Code::Busy, limits::kBusyRetry);
}

}  // namespace holdfast::service
