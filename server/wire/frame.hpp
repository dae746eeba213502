// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast::wire {

enum class Subprotocol : std::uint8_t { Protobuf = 0, Json = 1 };
inline constexpr std::string_view kProtobufName = "holdfast.v1.protobuf";
inline constexpr std::string_view kJsonName = "holdfast.v1.json";

/// One whole server-to-client WebSocket frame: header, then payload, unmasked (RFC 6455 §5.2). Encoded once,
/// never changed, shared by every recipient of every thread.
class Frame : public boost::intrusive_ref_counter<Frame, boost::thread_safe_counter> {
 public:
  explicit Frame(std::string bytes) : bytes_{std::move(bytes)} {}
  [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }

 private:
  std::string bytes_;
};
using FramePtr = boost::intrusive_ptr<const Frame>;

/// Puts the WebSocket header before a payload: binary for Protobuf, text for JSON.
[[nodiscard]] FramePtr framed(Subprotocol subprotocol, std::string_view payload);

}  // namespace holdfast::wire
