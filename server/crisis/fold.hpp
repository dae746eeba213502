// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <cstdint>

namespace holdfast::crisis {

/// What a character outside ASCII is to a reader.
enum class Shape : std::uint8_t {
  Letters,  // part of a word, in `bytes`
  Nothing,  // not seen: zero width, bidi control, combining mark, variation selector
  Apostrophe,
  Quote,
  Comma,
  Stop,
  Question,
  Space,
  Symbol,  // emoji and the like: the lexicon may have a word for it
};

struct Folded {
  Shape shape{Shape::Space};
  std::uint8_t size{0};
  char bytes[12]{};  // lower case, no diacritics, look-alikes as their ASCII letter; UTF-8 for other scripts
};

/// Reads one code point above U+007F: compatibility forms and case folded, diacritics off, letters that look
/// like ASCII as ASCII. Takes any scalar value. Pure. Source: Unicode NFKD, UTS #39 for the look-alikes
/// chosen.
[[nodiscard]] Folded fold(char32_t point) noexcept;

}  // namespace holdfast::crisis
