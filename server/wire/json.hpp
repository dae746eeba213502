// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

// Only for the .cpp files of this room.
namespace holdfast::wire {

/// What can be known of a JSON text before it is read as a message.
struct JsonOutline {
  std::uint64_t id{0};  // the top-level "id", a number or decimal string; 0 if absent or unreadable
  std::vector<std::string> names;  // top-level names in order, at most 8 of at most 64 bytes
};

/// Strict RFC 8259 with valid UTF-8, one object, at most `limits::kJsonDepth` deep; allocates nothing by
/// depth. `outline` is filled as far as it came. Errors: Malformed, TooLarge (too deep).
[[nodiscard]] Result<void> outline_json(std::string_view json, JsonOutline& outline);

/// proto3 JSON into a message; unknown fields and enum names are refused. `why` gets the library's sentence,
/// which names the field and may quote the text: never for a log. Precondition: `outline_json` passed.
/// Errors: Invalid.
[[nodiscard]] Result<void> json_to_message(std::string_view json, google::protobuf::Message& message,
                                           std::string& why);

[[nodiscard]] std::string message_to_json(const google::protobuf::Message& message);

}  // namespace holdfast::wire
