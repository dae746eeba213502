// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string_view>

namespace holdfast::identity {

/// The EFF long list: 7,776 words in alphabetical order, each followed by a line feed. Source: NOTICE.
[[nodiscard]] std::string_view word_list() noexcept;

}  // namespace holdfast::identity
