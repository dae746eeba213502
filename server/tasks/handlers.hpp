// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "service/stories.hpp"

namespace holdfast::tasks {

/// The table: a kind of task → its story. The story finishes the row under its version, or gives it back with
/// a later time.
service::Story<domain::Done> run_task(service::Context& ctx, domain::Task task);

}  // namespace holdfast::tasks
