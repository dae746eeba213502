// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "wire/frame.hpp"

#include "wire/frame_header.hpp"

namespace holdfast::wire {

FramePtr framed(Subprotocol subprotocol, std::string_view payload) {
  const FrameHeader header{subprotocol, payload.size()};
  const std::string_view head = header.view();
  return Frame::make(head.size() + payload.size(), [&](char* to) {
    head.copy(to, head.size());
    payload.copy(to + head.size(), payload.size());
  });
}

}  // namespace holdfast::wire
