// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <utility>

#include "service/queueing.hpp"

namespace holdfast::service {

Story<domain::RequestView> request_status(Context& ctx, Actor actor) {
  auto open = co_await open_help_of(ctx, actor.person);
  if (!open) co_return open.error();
  if (!*open) co_return refuse(Code::NotFound);
  auto view = co_await request_view(ctx, std::move((*open)->request));
  co_return view;
}

}  // namespace holdfast::service
