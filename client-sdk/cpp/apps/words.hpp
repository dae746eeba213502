// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <string>
#include <string_view>

namespace holdfast::sdk {

/// The sentence of the catalogue (client-sdk/words) in a language; English where that language has no
/// catalogue. An unknown key is shown as itself, so that a missing sentence is seen.
[[nodiscard]] std::string words(std::string_view language, std::string_view key);
/// `{name}` in a sentence replaced by a value.
[[nodiscard]] std::string fill(std::string sentence, std::string_view name, std::string_view value);

}  // namespace holdfast::sdk
