// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include "domain/content.hpp"
#include "domain/requests.hpp"
#include "holdfast/v1/conversation.pb.h"

// Domain values into messages of the wire; each fills an empty one. Only for the .cpp files of this room.
namespace holdfast::wire {

/// For enums whose zero means something: the wire's are one higher, so that a forgotten field is seen.
template <class Wire, class Domain>
[[nodiscard]] constexpr Wire shifted(Domain value) noexcept {
  return static_cast<Wire>(static_cast<int>(value) + 1);
}
/// For enums whose zero means none: the same numbers.
template <class Wire, class Domain>
[[nodiscard]] constexpr Wire same(Domain value) noexcept {
  return static_cast<Wire>(static_cast<int>(value));
}

void write(const ClientMessageId& id, std::string& wire);
void write(domain::Kinds kinds, google::protobuf::RepeatedField<int>& wire);
void write(const domain::Verdict& verdict, v1::Verdict& wire);
void write(const domain::Escalation& escalation, v1::Escalation& wire);
void write(const domain::Request& request, v1::HelpRequest& wire);
void write(const domain::Cursor& cursor, v1::Cursor& wire);
void write(const domain::Conversation& conversation, v1::Conversation& wire);
void write(const domain::Content& content, v1::Content& wire);
void write(const domain::Message& message, v1::Message& wire);

}  // namespace holdfast::wire
