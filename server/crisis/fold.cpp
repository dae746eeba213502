// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "crisis/fold.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace holdfast::crisis {
namespace {

struct Alike {
  char32_t point;
  char letter;
};

// Lower-case letters of other scripts that pass for ASCII on a screen; sorted. UTS #39 confusables, those in
// use.
constexpr std::array kAlike{
    Alike{0x0131, 'i'}, Alike{0x0138, 'k'}, Alike{0x0142, 'l'}, Alike{0x0180, 'b'}, Alike{0x0192, 'f'},
    Alike{0x01A5, 'p'}, Alike{0x0237, 'j'}, Alike{0x0251, 'a'}, Alike{0x0261, 'g'}, Alike{0x026A, 'i'},
    Alike{0x0274, 'n'}, Alike{0x0280, 'r'}, Alike{0x028F, 'y'}, Alike{0x0299, 'b'}, Alike{0x029C, 'h'},
    Alike{0x029F, 'l'}, Alike{0x03B1, 'a'}, Alike{0x03B5, 'e'}, Alike{0x03B7, 'n'}, Alike{0x03B9, 'i'},
    Alike{0x03BA, 'k'}, Alike{0x03BD, 'v'}, Alike{0x03BF, 'o'}, Alike{0x03C1, 'p'}, Alike{0x03C3, 'o'},
    Alike{0x03C4, 't'}, Alike{0x03C5, 'u'}, Alike{0x03C7, 'x'}, Alike{0x03C9, 'w'}, Alike{0x0430, 'a'},
    Alike{0x0432, 'b'}, Alike{0x0433, 'r'}, Alike{0x0435, 'e'}, Alike{0x0438, 'u'}, Alike{0x043A, 'k'},
    Alike{0x043C, 'm'}, Alike{0x043D, 'h'}, Alike{0x043E, 'o'}, Alike{0x043F, 'n'}, Alike{0x0440, 'p'},
    Alike{0x0441, 'c'}, Alike{0x0442, 't'}, Alike{0x0443, 'y'}, Alike{0x0445, 'x'}, Alike{0x0451, 'e'},
    Alike{0x0455, 's'}, Alike{0x0456, 'i'}, Alike{0x0457, 'i'}, Alike{0x0458, 'j'}, Alike{0x0475, 'v'},
    Alike{0x04AF, 'y'}, Alike{0x04BB, 'h'}, Alike{0x04CF, 'l'}, Alike{0x0501, 'd'}, Alike{0x051B, 'q'},
    Alike{0x051D, 'w'}, Alike{0x0561, 'w'}, Alike{0x0570, 'h'}, Alike{0x0578, 'n'}, Alike{0x057D, 'u'},
    Alike{0x0585, 'o'}, Alike{0x1D00, 'a'}, Alike{0x1D04, 'c'}, Alike{0x1D05, 'd'}, Alike{0x1D07, 'e'},
    Alike{0x1D0A, 'j'}, Alike{0x1D0B, 'k'}, Alike{0x1D0D, 'm'}, Alike{0x1D0F, 'o'}, Alike{0x1D18, 'p'},
    Alike{0x1D1B, 't'}, Alike{0x1D1C, 'u'}, Alike{0x1D20, 'v'}, Alike{0x1D21, 'w'}, Alike{0x1D22, 'z'},
};

char32_t as_ascii(char32_t point) noexcept {
  const auto* found =
      std::lower_bound(kAlike.begin(), kAlike.end(), point,
                       [](const Alike& alike, char32_t wanted) { return alike.point < wanted; });
  return found != kAlike.end() && found->point == point ? static_cast<char32_t>(found->letter) : point;
}

Shape punctuation(char32_t point) noexcept {
  switch (point) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x02BC:
    case 0x00B4:
    case 0xFF07:
    case 0x2032: return Shape::Apostrophe;
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
    case 0xFF02: return Shape::Quote;
    case 0x2014:
    case 0x3001:
    case 0xFF0C: return Shape::Comma;
    case 0x2028:
    case 0x2029:
    case 0x0085:
    case 0x3002:
    case 0xFF0E:
    case 0xFF01:
    case 0x00A1: return Shape::Stop;
    case 0xFF1F: return Shape::Question;
    default: return Shape::Space;
  }
}

bool unseen(UChar32 point) noexcept {
  const int8_t type = u_charType(point);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
         u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

void append(Folded& out, char32_t point) noexcept {
  if (out.size + U8_LENGTH(static_cast<UChar32>(point)) > static_cast<int>(sizeof out.bytes)) return;
  int size = out.size;
  U8_APPEND_UNSAFE(out.bytes, size, point);
  out.size = static_cast<std::uint8_t>(size);
}

/// A word part in its plain letters; whatever a compatibility form hides that is not a letter or digit is
/// dropped.
void append_letter(Folded& out, UChar32 point) noexcept {
  if (u_isalnum(point) == 0) return;
  append(out, as_ascii(static_cast<char32_t>(u_tolower(point))));
}

}  // namespace

Folded fold(char32_t wide) noexcept {
  const auto point = static_cast<UChar32>(wide);
  Folded out;
  if (unseen(point)) return out.shape = Shape::Nothing, out;
  out.shape = punctuation(wide);
  if (out.shape != Shape::Space) return out;

  UErrorCode failed = U_ZERO_ERROR;
  const UNormalizer2* nfkd = unorm2_getNFKDInstance(&failed);
  std::array<UChar, 20> parts{};
  const int32_t count =
      U_FAILURE(failed) != 0
          ? -1
          : unorm2_getDecomposition(nfkd, point, parts.data(), static_cast<int32_t>(parts.size()), &failed);
  if (count < 0 || U_FAILURE(failed) != 0) {
    append_letter(out, point);
  } else {
    for (int32_t i = 0; i < count;) {
      UChar32 part = 0;
      U16_NEXT(parts.data(), i, count, part);
      append_letter(out, part);
    }
  }
  if (out.size != 0) return out.shape = Shape::Letters, out;
  const int8_t type = u_charType(point);
  if (type == U_OTHER_SYMBOL || type == U_MODIFIER_SYMBOL || type == U_MATH_SYMBOL) out.shape = Shape::Symbol;
  return out;
}

}  // namespace holdfast::crisis
