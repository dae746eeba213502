// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/frame.hpp"

#include "wire/frame_header.hpp"

namespace holdfast::wire {

FramePtr framed(Subprotocol subprotocol, std::string_view payload) {
  const FrameHeader header{subprotocol, payload.size()};
  std::string bytes;
  bytes.reserve(header.view().size() + payload.size());
  bytes.append(header.view()).append(payload);
  return FramePtr{new Frame{std::move(bytes)}};
}

}  // namespace holdfast::wire
