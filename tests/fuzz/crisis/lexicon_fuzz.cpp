// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// A lexicon is read or refused with a line and a reason, whatever it holds.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crisis/detector.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string why;
  const auto made = holdfast::crisis::Detector::compile({reinterpret_cast<const char*>(bytes), size}, why);
  if (!made && !why.starts_with("line ")) std::abort();
  return 0;
}
