// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>

namespace holdfast::wire {

enum class Subprotocol : std::uint8_t { Protobuf = 0, Json = 1 };
inline constexpr std::string_view kProtobufName = "holdfast.v1.protobuf";
inline constexpr std::string_view kJsonName = "holdfast.v1.json";

/// One whole server-to-client WebSocket frame: header, then payload, unmasked (RFC 6455 §5.2). Encoded once,
/// never changed, shared by every recipient of every thread.
/// Cost: one allocation, the bytes stand behind the object.
class Frame : public boost::intrusive_ref_counter<Frame, boost::thread_safe_counter> {
 public:
  /// `fill(char*)` writes all `size` bytes.
  template <class Fill>
  [[nodiscard]] static boost::intrusive_ptr<const Frame> make(std::size_t size, Fill fill) {
    boost::intrusive_ptr<Frame> frame{::new (::operator new(sizeof(Frame) + size)) Frame{size}};
    fill(reinterpret_cast<char*>(frame.get() + 1));
    return frame;
  }
  [[nodiscard]] static boost::intrusive_ptr<const Frame> of(std::string_view bytes) {
    return make(bytes.size(), [bytes](char* to) { bytes.copy(to, bytes.size()); });
  }
  [[nodiscard]] std::string_view bytes() const noexcept {
    return {reinterpret_cast<const char*>(this + 1), size_};
  }
  static void operator delete(void* memory) noexcept { ::operator delete(memory); }  // larger than the object

 private:
  explicit Frame(std::size_t size) noexcept : size_{size} {}
  std::size_t size_;
};
using FramePtr = boost::intrusive_ptr<const Frame>;

/// Puts the WebSocket header before a payload: binary for Protobuf, text for JSON.
[[nodiscard]] FramePtr framed(Subprotocol subprotocol, std::string_view payload);

}  // namespace holdfast::wire
