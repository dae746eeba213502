// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <cstddef>
#include <cstdint>

#include "promises.hpp"
#include "wire/encode.hpp"

/// A JSON frame at both stages; the same text as a duty pack.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace holdfast;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  tests::check_promises(wire::Subprotocol::Json, bytes, wire::Stage::BeforeSignIn);
  tests::check_promises(wire::Subprotocol::Json, bytes, wire::Stage::SignedIn);
  std::string why;
  if (const auto pack = wire::duty_pack_from_json(bytes, why)) {
    const auto read = wire::decode_duty_pack(wire::encode_duty_pack(*pack));
    tests::require(read && wire::duty_pack_to_json(*read) == wire::duty_pack_to_json(*pack),
                   "a duty pack comes back whole");
  } else {
    tests::require(!why.empty(), "a refused duty pack says why");
  }
  return 0;
}
