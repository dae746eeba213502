// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <cstddef>
#include <cstdint>

#include "promises.hpp"
#include "wire/encode.hpp"

/// A binary frame at both stages; the same bytes as rows of a store.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  tests::check_promises(wire::Subprotocol::Protobuf, bytes, wire::Stage::BeforeSignIn);
  tests::check_promises(wire::Subprotocol::Protobuf, bytes, wire::Stage::SignedIn);
  if (const auto content = wire::decode_content(bytes)) {
    const std::string again = wire::encode_content(*content);
    const auto read = wire::decode_content(again);
    tests::require(read && wire::encode_content(*read) == again,
                   "what was read is written and read the same");
  }
  if (const auto verdict = wire::decode_verdict(bytes)) {
    const auto read = wire::decode_verdict(wire::encode_verdict(*verdict));
    tests::require(read && *read == *verdict, "a verdict comes back whole");
  }
  return 0;
}
