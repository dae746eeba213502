// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "domain/duty_pack.hpp"
#include "domain/replies.hpp"
#include "wire/frame.hpp"

namespace holdfast::wire {

/// Replies and events as one ServerFrame with one Envelope each. A reply larger than limits::kFrame is a bug
/// of the caller: pages are bounded before. Cost: one allocation for the frame, one scratch a thread.
[[nodiscard]] FramePtr encode(Subprotocol subprotocol, const domain::Reply& reply);
/// `epoch` goes into message events, so that a client's cursor is complete.
[[nodiscard]] FramePtr encode(Subprotocol subprotocol, const domain::EventBody& event, Epoch epoch);
[[nodiscard]] FramePtr encode(Subprotocol subprotocol, const domain::Notice& notice);

/// At most the bytes one message adds to a frame, in whichever subprotocol is longer. A page whose sum stays
/// within limits::kPageBytes, or that holds a single message, fits into limits::kFrame in both. Cost: one
/// look at the text.
[[nodiscard]] std::size_t page_bytes(const domain::Message& message);

// Rows: the store's own encodings (proto/holdfast/internal/v1/row.proto), which must stay readable for ever.
/// Errors of the reading side: Internal, damaged bytes or a newer server's.
[[nodiscard]] std::string encode_content(const domain::Content& content);
[[nodiscard]] Result<domain::Content> decode_content(std::string_view bytes);
[[nodiscard]] std::string encode_verdict(const domain::Verdict& verdict);
[[nodiscard]] Result<domain::Verdict> decode_verdict(std::string_view bytes);

// The duty pack: proto3 JSON as an operator writes it, bytes as the store keeps it.
/// Errors: Invalid, with a sentence in `why` that names the field.
[[nodiscard]] Result<domain::DutyPack> duty_pack_from_json(std::string_view json, std::string& why);
[[nodiscard]] std::string duty_pack_to_json(const domain::DutyPack& pack);
[[nodiscard]] std::string encode_duty_pack(const domain::DutyPack& pack);
[[nodiscard]] Result<domain::DutyPack> decode_duty_pack(std::string_view bytes);

}  // namespace holdfast::wire
